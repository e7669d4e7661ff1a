package io.flame.identity;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/** What a mail about a forgotten password proves: 256 random bits. Only its hash is kept. */
record ResetToken(String text) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    static ResetToken random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new ResetToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    byte[] hash() {
        return Digests.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tokens are not for logs. */
    @Override
    public String toString() {
        return "ResetToken[]";
    }
}
