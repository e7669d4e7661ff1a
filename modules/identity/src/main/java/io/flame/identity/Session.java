package io.flame.identity;

/**
 * A signed-in session.
 *
 * @param refreshToken good for one use
 * @param expiresIn seconds until the access token expires
 */
public record Session(String accessToken, String refreshToken, long expiresIn, String tokenType, SessionUser user) {

    /** Tokens are not for logs. */
    @Override
    public String toString() {
        return "Session[" + user + "]";
    }
}
