package io.flame.kernel;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.util.SecretBytes;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Seals what must not be readable in the database. Each tenant has a data key of its own, kept sealed with the
 * installation's {@code FLAME_MASTER_KEY}; a sealed text opens only for the tenant and the place it was sealed for.
 */
@ApplicationScoped
public class Secrets {

    private static final int KEY_BYTES = 32;

    private final Database database;
    private final Aead master;
    private final Map<TenantId, Aead> keys = new ConcurrentHashMap<>();

    @Inject
    public Secrets(Database database, Settings settings) {
        this(database, masterKey(settings));
    }

    /** @param masterKey 32 random bytes */
    public Secrets(Database database, byte[] masterKey) {
        this.database = database;
        this.master = master(masterKey);
    }

    /** @param place where the secret is kept, such as {@code integration/<id>/accessToken}; bound to the sealed text */
    public String seal(TenantId tenant, String place, String secret) {
        try {
            byte[] sealed = keyOf(tenant).encrypt(secret.getBytes(StandardCharsets.UTF_8), bound(tenant, place));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal a secret", e);
        }
    }

    public String open(TenantId tenant, String place, String sealed) {
        try {
            byte[] secret = keyOf(tenant).decrypt(Base64.getDecoder().decode(sealed), bound(tenant, place));
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed secret does not open: wrong key, tenant or place", e);
        }
    }

    /** As {@link #seal(TenantId, String, String)}, for what belongs to no tenant yet. */
    public String seal(String place, String secret) {
        try {
            byte[] sealed = master.encrypt(secret.getBytes(StandardCharsets.UTF_8), bound(place));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal a secret", e);
        }
    }

    public String open(String place, String sealed) {
        try {
            byte[] secret = master.decrypt(Base64.getDecoder().decode(sealed), bound(place));
            return new String(secret, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed secret does not open: wrong key or place", e);
        }
    }

    private Aead keyOf(TenantId tenant) {
        return keys.computeIfAbsent(tenant, this::loadOrCreate);
    }

    private Aead loadOrCreate(TenantId tenant) {
        String stored = database.inPlatform(tx -> {
            String select = "SELECT keyset FROM flame.tenant_keys WHERE tenant = ?";
            Optional<String> present = tx.queryOne(select, row -> row.getString(1), tenant.slug());
            if (present.isPresent()) {
                return present.get();
            }
            tx.update(
                    "INSERT INTO flame.tenant_keys (tenant, keyset) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    tenant.slug(),
                    newKeyset(tenant));
            return tx.queryOne(select, row -> row.getString(1), tenant.slug()).orElseThrow();
        });
        try {
            return TinkProtoKeysetFormat.parseEncryptedKeyset(
                            Base64.getDecoder().decode(stored), master, bound(tenant, "keyset"))
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the data key of tenant " + tenant + " does not open with this FLAME_MASTER_KEY", e);
        }
    }

    private String newKeyset(TenantId tenant) {
        try {
            KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            byte[] sealed = TinkProtoKeysetFormat.serializeEncryptedKeyset(handle, master, bound(tenant, "keyset"));
            return Base64.getEncoder().encodeToString(sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a data key", e);
        }
    }

    /** No tenant's name begins with a slash. */
    private static byte[] bound(String place) {
        return ("/" + place).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bound(TenantId tenant, String place) {
        return (tenant.slug() + "/" + place).getBytes(StandardCharsets.UTF_8);
    }

    @AccessesPartialKey
    private static Aead master(byte[] key) {
        try {
            AeadConfig.register();
            AesGcmParameters parameters = AesGcmParameters.builder()
                    .setKeySizeBytes(KEY_BYTES)
                    .setIvSizeBytes(12)
                    .setTagSizeBytes(16)
                    .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                    .build();
            AesGcmKey masterKey = AesGcmKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                    .build();
            return KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(masterKey).withRandomId().makePrimary())
                    .build()
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw Settings.malformed("FLAME_MASTER_KEY", "must be 32 bytes in Base64");
        }
    }

    private static byte[] masterKey(Settings settings) {
        try {
            byte[] key = Base64.getDecoder().decode(settings.required("FLAME_MASTER_KEY"));
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Settings.malformed("FLAME_MASTER_KEY", "must be 32 bytes in Base64");
    }
}
