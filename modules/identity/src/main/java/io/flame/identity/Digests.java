package io.flame.identity;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Hashes of what must not be kept as it is. */
final class Digests {

    private Digests() {}

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
