package io.flame.identity.keys;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A new service key, with its text for the one time that it is shown.
 *
 * @param key the whole key, for {@code Authorization: Bearer}
 */
public record IssuedApiKey(@JsonUnwrapped ApiKeyView view, String key) {

    /** Keys are not for logs. */
    @Override
    public String toString() {
        return "IssuedApiKey[" + view + "]";
    }
}
