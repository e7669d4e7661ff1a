package io.flame.provisioning;

import io.flame.identity.keycloak.Answer;

/** Keycloak refused what it should have done; the realm or its service account is not set up as it must be. */
final class KeycloakException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST_BODY = 300;

    KeycloakException(String action, Answer answer) {
        super("Keycloak answered " + answer.status() + " to " + action + ": "
                + shortened(answer.body().toString()));
    }

    private static String shortened(String body) {
        return body.length() <= LONGEST_BODY ? body : body.substring(0, LONGEST_BODY) + "…";
    }
}
