package io.flame.identity.keys;

import io.flame.kernel.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service key as its holder sends it: {@code flk_<tenant>_<handle>_<secret>}. The tenant leads to the right table and the
 * handle to the row; only the 256 random bits of the secret prove anything, and of them only the hash is stored.
 *
 * @param handle 12 hexadecimal digits
 */
record KeyText(TenantId tenant, String handle, byte[] secret) {

    static final String PREFIX = "flk_";

    private static final Pattern FORM = Pattern.compile("flk_([a-z][a-z0-9_]{1,39})_([0-9a-f]{12})_([0-9a-f]{64})");
    private static final int LONGEST = 128;
    private static final int HANDLE_BYTES = 6;
    private static final int SECRET_BYTES = 32;
    private static final HexFormat HEX = HexFormat.of();
    private static final SecureRandom RANDOM = new SecureRandom();

    static KeyText fresh(TenantId tenant) {
        return new KeyText(tenant, HEX.formatHex(random(HANDLE_BYTES)), random(SECRET_BYTES));
    }

    static Optional<KeyText> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new KeyText(TenantId.of(form.group(1)), form.group(2), HEX.parseHex(form.group(3))));
    }

    /** What people tell one key from another by; good for lists and logs. */
    String prefix() {
        return prefix(tenant, handle);
    }

    static String prefix(TenantId tenant, String handle) {
        return PREFIX + tenant.slug() + "_" + handle;
    }

    /** The whole key: for its holder, once. */
    String reveal() {
        return prefix() + "_" + HEX.formatHex(secret);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Takes the same time wherever the hashes differ. */
    boolean matches(byte[] stored) {
        return MessageDigest.isEqual(hash(), stored);
    }

    private static byte[] random(int bytes) {
        byte[] drawn = new byte[bytes];
        RANDOM.nextBytes(drawn);
        return drawn;
    }

    /** Secrets are not for logs. */
    @Override
    public String toString() {
        return prefix();
    }
}
