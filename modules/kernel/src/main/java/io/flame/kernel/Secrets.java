package io.flame.kernel;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
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

    private final Database database;

    /** Seals with the current key, and opens with former ones too. */
    private final Aead master;

    private final Map<TenantId, Aead> keys = new ConcurrentHashMap<>();

    @Inject
    public Secrets(Database database, Settings settings) {
        this(database, MasterKeys.of(settings));
    }

    /** @param masterKey 32 random bytes */
    public Secrets(Database database, byte[] masterKey) {
        this(database, MasterKeys.only(masterKey));
    }

    private Secrets(Database database, MasterKeys masters) {
        this.database = database;
        this.master = masters.opening();
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

    /** What was sealed with the tenant's key under another name of the tenant, for the name it has now. */
    public String moved(TenantId before, TenantId tenant, String place, String sealed) {
        try {
            byte[] secret = keyOf(tenant).decrypt(Base64.getDecoder().decode(sealed), bound(before, place));
            return Base64.getEncoder().encodeToString(keyOf(tenant).encrypt(secret, bound(tenant, place)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException("a sealed secret does not open: wrong key, tenant or place", e);
        }
    }

    /** Makes this the tenant's data key. Nothing may be sealed with another one yet that is still wanted. */
    void adopt(TenantId tenant, KeysetHandle keyset) throws GeneralSecurityException {
        String sealed = Keysets.seal(keyset, master, tenant);
        database.runInPlatform(tx -> tx.update(
                "INSERT INTO flame.tenant_keys (tenant, keyset) VALUES (?, ?)"
                        + " ON CONFLICT (tenant) DO UPDATE SET keyset = excluded.keyset",
                tenant.slug(),
                sealed));
        keys.remove(tenant);
    }

    private Aead keyOf(TenantId tenant) {
        return keys.computeIfAbsent(tenant, this::primitive);
    }

    private Aead primitive(TenantId tenant) {
        try {
            return keyset(tenant).getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the data key of tenant " + tenant + " is of no use", e);
        }
    }

    /** The tenant's data key; made if there is none. */
    KeysetHandle keyset(TenantId tenant) {
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
            return Keysets.open(stored, master, tenant);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the data key of tenant " + tenant + " does not open with this FLAME_MASTER_KEY", e);
        }
    }

    private String newKeyset(TenantId tenant) {
        try {
            return Keysets.seal(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), master, tenant);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a data key", e);
        }
    }

    private static byte[] bound(TenantId tenant, String place) {
        return (tenant.slug() + "/" + place).getBytes(StandardCharsets.UTF_8);
    }
}
