package io.flame.messaging;

import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key by which a tenant's receipts are signed; it is made with the first receipt and stands sealed in the settings. */
@ApplicationScoped
public class ReceiptKey {

    private static final String SETTING = "privacy.receipt_key";
    private static final String PLACE = "settings/" + SETTING;
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Secrets secrets;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public ReceiptKey(Secrets secrets) {
        this.secrets = secrets;
    }

    /**
     * A new key, sealed, for the case that there is none. It is made before the transaction, because sealing may first have
     * to make the tenant's data key, which is the platform's business and no tenant's transaction can do.
     */
    String spare(TenantId tenant) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return secrets.seal(tenant, PLACE, HexFormat.of().formatHex(key));
    }

    /** Signs with the tenant's key; when it has none, the spare one becomes it. */
    String sign(Transaction tx, String spare, String text) throws SQLException {
        String sealed = stored(tx).orElse(null);
        if (sealed == null) {
            tx.update(
                    "INSERT INTO settings (name, value) VALUES (?, to_jsonb(?::text)) ON CONFLICT DO NOTHING",
                    SETTING,
                    spare);
            sealed = stored(tx).orElseThrow();
        }
        return hmac(opened(tx.tenant(), sealed), text);
    }

    /**
     * Whether the tenant's key, as it is {@link #stored}, makes this signature of the text. Not to be asked inside of a
     * transaction: opening may first have to read the tenant's data key, which is the platform's business.
     */
    boolean matches(TenantId tenant, String sealed, String text, String signature) {
        String expected = hmac(opened(tenant, sealed), text);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] opened(TenantId tenant, String sealed) {
        return HexFormat.of().parseHex(secrets.open(tenant, PLACE, sealed));
    }

    /** The tenant's key, sealed; empty before its first receipt. */
    static Optional<String> stored(Transaction tx) throws SQLException {
        return tx.queryOne("SELECT value #>> '{}' FROM settings WHERE name = ?", row -> row.getString(1), SETTING);
    }

    private static String hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
