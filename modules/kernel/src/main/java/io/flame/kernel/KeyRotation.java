package io.flame.kernel;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals with the current master key what is still sealed with a former one. The data keys themselves stay, so whoever
 * holds one open goes on with it, and whoever opens one meanwhile finds it sealed with one key or the other. It may be
 * repeated and run twice at once.
 */
public final class KeyRotation {

    /** Where the passwords of registrations that nobody has confirmed yet are sealed for. */
    public static final String REGISTRATION_PASSWORD = "registration/password";

    private static final int ROWS_AT_ONCE = 500;

    /**
     * What was done.
     *
     * @param sealedAnew rows that a former key had sealed
     * @param current rows that needed nothing
     * @param unreadable rows that no known key opens, by the name of the tenant or the secret, or the registration's id
     */
    public record Report(int sealedAnew, int current, List<String> unreadable) {}

    private enum Outcome {
        SEALED_ANEW,
        CURRENT,
        UNREADABLE
    }

    private record Row(String name, String sealed) {}

    /** A kind of rows: where they lie, and how one is sealed anew. */
    private interface Wrapping {
        String again(Row row, Aead opening, Aead sealing) throws GeneralSecurityException;
    }

    private final Database database;
    private final MasterKeys masters;
    private final List<String> unreadable = new ArrayList<>();
    private int sealedAnew;
    private int current;

    private KeyRotation(Database database, MasterKeys masters) {
        this.database = database;
        this.masters = masters;
    }

    /** Goes through all tenants' data keys, all secrets of the platform and all registrations that are not confirmed yet. */
    public static Report run(Database database, Settings settings) {
        KeyRotation rotation = new KeyRotation(database, MasterKeys.of(settings));
        rotation.walk("flame.tenant_keys", "tenant", "keyset", KeyRotation::keyset);
        rotation.walk("flame.platform_secrets", "name", "sealed", KeyRotation::secret);
        rotation.walk("flame.registration_requests", "id::text", "sealed_password", KeyRotation::password);
        return new Report(rotation.sealedAnew, rotation.current, List.copyOf(rotation.unreadable));
    }

    private static String keyset(Row row, Aead opening, Aead sealing) throws GeneralSecurityException {
        TenantId tenant = TenantId.of(row.name());
        KeysetHandle handle = Keysets.open(row.sealed(), opening, tenant);
        return Keysets.seal(handle, sealing, tenant);
    }

    private static String secret(Row row, Aead opening, Aead sealing) throws GeneralSecurityException {
        return PlatformSecrets.seal(row.name(), PlatformSecrets.open(row.name(), row.sealed(), opening), sealing);
    }

    private static String password(Row row, Aead opening, Aead sealing) throws GeneralSecurityException {
        String place = REGISTRATION_PASSWORD;
        return PlatformSecrets.seal(place, PlatformSecrets.open(place, row.sealed(), opening), sealing);
    }

    private void walk(String table, String name, String sealed, Wrapping wrapping) {
        String select =
                "SELECT %2$s, %3$s FROM %1$s WHERE %2$s > ? ORDER BY %2$s LIMIT ?".formatted(table, name, sealed);
        String update = "UPDATE %1$s SET %3$s = ? WHERE %2$s = ? AND %3$s = ?".formatted(table, name, sealed);
        String last = "";
        while (true) {
            String after = last;
            List<Row> rows = database.inPlatform(tx -> {
                List<Row> found =
                        tx.query(select, row -> new Row(row.getString(1), row.getString(2)), after, ROWS_AT_ONCE);
                for (Row row : found) {
                    count(row, wrap(tx, update, row, wrapping));
                }
                return found;
            });
            if (rows.size() < ROWS_AT_ONCE) {
                return;
            }
            last = rows.getLast().name();
        }
    }

    private Outcome wrap(Transaction tx, String update, Row row, Wrapping wrapping) throws SQLException {
        if (opens(row, masters.current(), wrapping)) {
            return Outcome.CURRENT;
        }
        String again;
        try {
            again = wrapping.again(row, masters.opening(), masters.current());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Outcome.UNREADABLE;
        }
        // somebody else may have been faster, and then with the same key
        tx.update(update, again, row.name(), row.sealed());
        return Outcome.SEALED_ANEW;
    }

    private static boolean opens(Row row, Aead master, Wrapping wrapping) {
        try {
            wrapping.again(row, master, master);
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private void count(Row row, Outcome outcome) {
        switch (outcome) {
            case SEALED_ANEW -> sealedAnew++;
            case CURRENT -> current++;
            case UNREADABLE -> unreadable.add(row.name());
        }
    }
}
