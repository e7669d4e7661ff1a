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
    private final MasterKeys masters;
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
        this.masters = masters;
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
            return Keysets.open(stored, masters.opening(), tenant)
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the data key of tenant " + tenant + " does not open with this FLAME_MASTER_KEY", e);
        }
    }

    private String newKeyset(TenantId tenant) {
        try {
            return Keysets.seal(
                    KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM), masters.current(), tenant);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot make a data key", e);
        }
    }

    private static byte[] bound(TenantId tenant, String place) {
        return (tenant.slug() + "/" + place).getBytes(StandardCharsets.UTF_8);
    }
}
