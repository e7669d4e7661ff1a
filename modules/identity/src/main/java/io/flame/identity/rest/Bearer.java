package io.flame.identity.rest;

/** The token of an {@code Authorization} header that has been checked already. */
final class Bearer {

    private static final String SCHEME = "Bearer ";

    private Bearer() {}

    static String of(String authorization) {
        return authorization.substring(SCHEME.length()).strip();
    }
}
