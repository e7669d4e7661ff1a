package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.util.Locale;
import java.util.Optional;

/**
 * An invited person's yes.
 *
 * @param field in which the token came
 * @param email as the person writes it, where they were asked for it
 * @param name as the person writes it; empty to keep the one on the invitation
 */
record Acceptance(String field, String token, Optional<String> email, Optional<String> name, String password) {

    private static final int LONGEST_TOKEN = 200;
    private static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 128;

    /** @throws io.flame.kernel.Problem 422 that names every field which is missing or wrong */
    static Acceptance of(JsonNode body) {
        return read("token", body);
    }

    /** As {@link #of}, from the form by which others open a business. */
    static Acceptance ofRegistration(JsonNode body) {
        return read("invitation", body);
    }

    private static Acceptance read(String field, JsonNode body) {
        Fields fields = Fields.of(body);
        Optional<String> token = fields.requiredText(field, LONGEST_TOKEN);
        Optional<String> email = fields.text("email", NewInvitation.LONGEST_EMAIL)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> !text.isEmpty());
        Optional<String> name = fields.text("name", NewInvitation.LONGEST_NAME)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        Optional<String> password = fields.requiredText("password", LONGEST_PASSWORD);
        if (password.isPresent() && password.get().length() < SHORTEST_PASSWORD) {
            fields.error("password", "too_short", "must have at least " + SHORTEST_PASSWORD + " characters");
        }
        fields.check();
        return new Acceptance(field, token.orElseThrow(), email, name, password.orElseThrow());
    }

    /** Passwords and tokens are not for logs. */
    @Override
    public String toString() {
        return "Acceptance[]";
    }
}
