package io.flame.kernel;

import com.google.crypto.tink.Aead;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Secrets of the installation itself, one for all its nodes, sealed with the master key. */
@ApplicationScoped
public class PlatformSecrets {

    private final Database database;
    private final MasterKeys masters;
    private final Map<String, String> known = new ConcurrentHashMap<>();

    @Inject
    public PlatformSecrets(Database database, Settings settings) {
        this.database = database;
        this.masters = MasterKeys.of(settings);
    }

    /**
     * The secret of this name, the same for ever. Must not be called in a tenant's transaction.
     *
     * @param first makes it where there is none yet
     */
    public String get(String name, Supplier<String> first) {
        String present = known.get(name);
        if (present != null) {
            return present;
        }
        String secret = database.inPlatform(tx -> loadOrCreate(tx, name, first));
        known.put(name, secret);
        return secret;
    }

    /** Seals what is kept elsewhere, in a table that {@link KeyRotation} has to know. */
    public String seal(String place, String secret) {
        return seal(place, secret, masters.current());
    }

    /** What {@link #seal(String, String)} has sealed for this place. */
    public String open(String place, String sealed) {
        try {
            return open(place, sealed, masters.opening());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a sealed secret does not open: wrong key or place", e);
        }
    }

    private String loadOrCreate(Transaction tx, String name, Supplier<String> first) throws SQLException {
        Optional<String> stored = stored(tx, name);
        if (stored.isEmpty()) {
            tx.update(
                    "INSERT INTO flame.platform_secrets (name, sealed) VALUES (?, ?) ON CONFLICT DO NOTHING",
                    name,
                    seal(name, first.get(), masters.current()));
            stored = stored(tx, name);
        }
        try {
            return open(name, stored.orElseThrow(), masters.opening());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the secret " + name + " does not open with this FLAME_MASTER_KEY", e);
        }
    }

    private static Optional<String> stored(Transaction tx, String name) throws SQLException {
        return tx.queryOne("SELECT sealed FROM flame.platform_secrets WHERE name = ?", row -> row.getString(1), name);
    }

    static String seal(String name, String secret, Aead master) {
        try {
            return Base64.getEncoder()
                    .encodeToString(master.encrypt(secret.getBytes(StandardCharsets.UTF_8), bound(name)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot seal a secret", e);
        }
    }

    static String open(String name, String sealed, Aead master) throws GeneralSecurityException {
        return new String(master.decrypt(Base64.getDecoder().decode(sealed), bound(name)), StandardCharsets.UTF_8);
    }

    /** No tenant's name has a blank in it. */
    private static byte[] bound(String name) {
        return ("the platform/" + name).getBytes(StandardCharsets.UTF_8);
    }
}
