package io.flame.api.idempotency;

import io.flame.kernel.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The name a caller gives to one intended effect, and the fingerprint of the request that is to have it. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";
    private static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    static String check(String key) {
        if (key.isBlank()) {
            throw refused("required", "must not be empty");
        }
        if (key.length() > MAX_LENGTH) {
            throw refused("too_long", "must be at most " + MAX_LENGTH + " characters");
        }
        if (!key.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            throw refused("invalid_character", "must be printable ASCII");
        }
        return key;
    }

    private static Problem refused(String code, String message) {
        return Problem.invalid(HEADER, code, message);
    }

    static byte[] fingerprint(String method, String path, @Nullable String query, byte[] body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(
                    (method + " " + path + "?" + (query == null ? "" : query) + "\n").getBytes(StandardCharsets.UTF_8));
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
