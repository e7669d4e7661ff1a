package io.flame.identity;

/**
 * Refresh tokens that are good no more, known to all nodes. Keycloak knows them too, but tells an old one from the present
 * one by the second in which it was issued: within that second a token that was used passes again.
 */
interface SpentTokens {

    /** What is known of a token that is presented. */
    enum State {
        /** Nobody has presented it; from now on somebody has. */
        FRESH,
        /** It is being exchanged at this moment. */
        UNDER_WAY,
        /** It was exchanged. */
        EXCHANGED
    }

    State present(byte[] hash);

    void exchanged(byte[] hash);

    /** It was presented in vain and may be presented again. */
    void giveBack(byte[] hash);
}
