package io.flame.channels;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Meta's {@code X-Hub-Signature-256}: {@code sha256=} and the hex HMAC-SHA256 of the body as it was sent, keyed
 * with the app secret (Meta for Developers, "Webhooks", validating payloads). The length is fixed: a shorter signature
 * that happens to be a prefix of the right one is refused.
 */
final class MetaSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int DIGEST_BYTES = 32;
    private static final int LENGTH = PREFIX.length() + 2 * DIGEST_BYTES;

    private MetaSignature() {}

    static boolean isSigned(byte[] body, Optional<String> header, String secret) {
        return header.flatMap(MetaSignature::digest)
                .map(claimed -> MessageDigest.isEqual(claimed, hmac(body, secret)))
                .orElse(false);
    }

    /** The digest a header claims; empty when it has not exactly the right form. */
    static Optional<byte[]> digest(String header) {
        if (header.length() != LENGTH || !header.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String hex = header.substring(PREFIX.length());
        return hex.chars().allMatch(HexFormat::isHexDigit)
                ? Optional.of(HexFormat.of().parseHex(hex))
                : Optional.empty();
    }

    static byte[] hmac(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
