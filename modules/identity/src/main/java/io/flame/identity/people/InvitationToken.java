package io.flame.identity.people;

import io.flame.kernel.TenantId;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What opens an invitation, {@code <tenant>.<64 hexadecimal digits>}. Of the 256 random bits only the hash is stored. */
record InvitationToken(TenantId tenant, byte[] secret) {

    private static final Pattern FORM = Pattern.compile("([a-z][a-z0-9_]{1,39})\\.([0-9a-f]{64})");
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    static InvitationToken fresh(TenantId tenant) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new InvitationToken(tenant, secret);
    }

    static Optional<InvitationToken> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(new InvitationToken(
                        TenantId.of(form.group(1)), HexFormat.of().parseHex(form.group(2))))
                : Optional.empty();
    }

    String reveal() {
        return tenant.slug() + "." + HexFormat.of().formatHex(secret);
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Secrets are not for logs. */
    @Override
    public String toString() {
        return tenant.slug();
    }
}
