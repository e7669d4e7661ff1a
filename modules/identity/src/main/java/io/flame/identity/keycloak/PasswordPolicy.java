package io.flame.identity.keycloak;

import io.flame.kernel.Problem;

/** What the realm says about a password it does not take, in our words. */
final class PasswordPolicy {

    private PasswordPolicy() {}

    /** @param key of Keycloak's message, such as {@code invalidPasswordMinLengthMessage} */
    static Problem refusal(String field, String key) {
        return switch (key) {
            case "invalidPasswordMinLengthMessage" -> invalid(field, "too_short", "must be longer");
            case "invalidPasswordMaxLengthMessage" -> invalid(field, "too_long", "must be shorter");
            case "invalidPasswordHistoryMessage" -> invalid(field, "used_before", "must not be one of the last ones");
            case "invalidPasswordNotUsernameMessage", "invalidPasswordNotEmailMessage" ->
                invalid(field, "is_address", "must not be the e-mail address");
            case "invalidPasswordBlacklistedMessage" -> invalid(field, "too_common", "must be less common");
            default -> invalid(field, "password_policy", "does not meet the password policy");
        };
    }

    private static Problem invalid(String field, String code, String message) {
        return Problem.invalid(field, code, field + " " + message);
    }
}
