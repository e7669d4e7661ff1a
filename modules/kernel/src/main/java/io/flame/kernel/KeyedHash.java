package io.flame.kernel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hash by which a secret is found again without being kept. It depends on a secret of the installation and on its
 * purpose, so that a table of such hashes is of no use for guessing, nor for anything else.
 */
public final class KeyedHash {

    /** Leads from the verify token of a provider's handshake to the integrations that have it. */
    public static final String VERIFY_TOKEN = "flame/channels/verify-token";

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    /** @param purpose what the hash is for, such as {@link #VERIFY_TOKEN} */
    public KeyedHash(Settings settings, String purpose) {
        byte[] master = settings.required("FLAME_MASTER_KEY").getBytes(StandardCharsets.UTF_8);
        byte[] derived = hmac(master, purpose);
        this.key = HexFormat.of().formatHex(derived).getBytes(StandardCharsets.UTF_8);
    }

    /** 64 hexadecimal digits. */
    public String of(String text) {
        return HexFormat.of().formatHex(hmac(key, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
