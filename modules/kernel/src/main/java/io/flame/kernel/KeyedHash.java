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

    private final PlatformSecrets secrets;
    private final String purpose;
    private final String masterKey;

    /** @param purpose what the hash is for, such as {@link #VERIFY_TOKEN} */
    public KeyedHash(PlatformSecrets secrets, Settings settings, String purpose) {
        this.secrets = secrets;
        this.purpose = purpose;
        this.masterKey = settings.required("FLAME_MASTER_KEY");
    }

    /** Stores the key, which at first follows from the master key, while that is still the current one. */
    public void prepare() {
        key();
    }

    /** 64 hexadecimal digits. Must not be called in a tenant's transaction. */
    public String of(String text) {
        return hmac(text, key());
    }

    private String key() {
        return secrets.get(purpose, () -> hmac(purpose, masterKey));
    }

    private static String hmac(String text, String key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
