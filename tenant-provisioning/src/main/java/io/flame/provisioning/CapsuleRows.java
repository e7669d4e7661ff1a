package io.flame.provisioning;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.provisioning.CapsuleLines.Sequence;
import io.flame.provisioning.CapsuleManifest.Entry;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts a capsule's rows into an empty schema, in one transaction: all of them, checked against the manifest, or none. The
 * owner does it, because not even the tenant may write its audit log.
 */
final class CapsuleRows {
    /** Classes of SQLSTATE: wrong data, broken constraints, unknown columns. */
    private static final Set<String> OF_THE_ROWS = Set.of("22", "23", "42");

    private static final String PROVIDERS = "identity_providers";

    /** Of a random UUID, all of which are random. */
    private static final int ALIAS_DIGITS = 12;

    private final DatabaseUrl owner;
    private final CapsuleFile capsule;
    private final TenantId tenant;

    CapsuleRows(DatabaseUrl owner, CapsuleFile capsule, TenantId tenant) {
        this.owner = owner;
        this.capsule = capsule;
        this.tenant = tenant;
    }

    /**
     * @param people the id of each account in the capsule and here
     * @param sealed puts the secrets in order, in the same transaction
     */
    void load(Map<UUID, UUID> people, SealedTexts sealed, LongConsumer heard) {
        try (Connection connection = PlatformDatabase.owner(owner).getConnection()) {
            connection.setAutoCommit(false);
            load(connection, people, sealed, heard);
            connection.commit();
        } catch (RuntimeException failure) {
            throw failure;
        } catch (SQLException failure) {
            throw refusedOrNot(failure);
        } catch (Exception failure) {
            throw new IllegalStateException("cannot load the rows of " + tenant + ": " + failure.getMessage(), failure);
        }
    }

    /** What the server says of the rows themselves it would say again. */
    private RuntimeException refusedOrNot(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        String reason = "The rows of " + tenant + " cannot be stored: "
                + String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        boolean theRows = OF_THE_ROWS.contains(state.substring(0, Math.min(2, state.length())));
        return theRows ? CapsuleFile.refused(reason) : new IllegalStateException(reason, failure);
    }

    private void load(Connection connection, Map<UUID, UUID> people, SealedTexts sealed, LongConsumer heard)
            throws Exception {
        execute(connection, "SET LOCAL search_path TO \"" + tenant.schema() + "\"");
        Map<String, TenantTable> tables = new HashMap<>();
        TenantTable.of(connection, tenant.schema()).forEach(table -> tables.put(table.name(), table));
        ForeignKeys foreignKeys = ForeignKeys.of(connection, tenant.schema());
        foreignKeys.drop(connection);
        TableCopy copy = new TableCopy(connection, heard);
        for (TenantTable table : tables.values()) {
            clear(connection, table);
        }
        for (Entry entry : capsule.manifest().tables()) {
            fill(connection, copy, table(tables, entry), entry);
        }
        for (Entry entry : capsule.manifest().tables()) {
            compare(copy, table(tables, entry), entry);
        }
        rename(connection, foreignKeys, people);
        if (tables.containsKey(PROVIDERS)) {
            renameProviders(connection);
        }
        sealed.put(connection, tables.values());
        foreignKeys.restore(connection, () -> heard.accept(capsule.manifest().rows() * 2));
        for (Sequence sequence : capsule.lines(CapsuleLines.SEQUENCES, Sequence.class)) {
            setSequence(connection, sequence);
        }
    }

    private static TenantTable table(Map<String, TenantTable> tables, Entry entry) {
        String name = entry.table().orElseThrow();
        if (!tables.containsKey(name)) {
            throw CapsuleFile.refused("The capsule has a table " + name + ", which its change sets do not make");
        }
        return Objects.requireNonNull(tables.get(name));
    }

    /** What change sets have put there would stand in the way. */
    private static void clear(Connection connection, TenantTable table) throws SQLException {
        execute(connection, "TRUNCATE " + TenantTable.quoted(table.name()));
    }

    /** Numbers of transactions are this installation's own: all that comes from the capsule is one transaction here. */
    private void fill(Connection connection, TableCopy copy, TenantTable table, Entry entry) throws Exception {
        List<String> transactions = table.transactions();
        Map<String, String> defaults = Defaults.of(connection, tenant.schema(), table.name());
        for (String column : transactions) {
            setDefault(connection, table, column, "pg_current_xact_id()");
        }
        try (InputStream in = capsule.read(entry)) {
            copy.in(table.copyIn(entry.columns()), in);
        }
        for (String column : transactions) {
            setDefault(connection, table, column, defaults.get(column));
        }
    }

    private static void setDefault(Connection connection, TenantTable table, String column, @Nullable String value)
            throws SQLException {
        execute(
                connection,
                "ALTER TABLE " + TenantTable.quoted(table.name()) + " ALTER COLUMN " + TenantTable.quoted(column)
                        + (value == null ? " DROP DEFAULT" : " SET DEFAULT " + value));
    }

    /** Written out again, the rows must be what the manifest says they were. */
    private static void compare(TableCopy copy, TenantTable table, Entry entry) throws Exception {
        CapsuleWriter.Counted again = new CapsuleWriter.Counted(OutputStream.nullOutputStream());
        copy.out(table.copyOut(entry.columns()), again);
        if (again.bytes() != entry.bytes() || !again.sha256().equals(entry.sha256())) {
            throw CapsuleFile.damaged("the rows of " + table.name() + " are not as they were written");
        }
    }

    /** Where a person stands in other tables, the account's id here replaces the one it had. */
    private static void rename(Connection connection, ForeignKeys foreignKeys, Map<UUID, UUID> people)
            throws SQLException {
        execute(connection, "CREATE TEMPORARY TABLE moved (before UUID PRIMARY KEY, after UUID) ON COMMIT DROP");
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO pg_temp.moved (before, after) VALUES (?, ?)")) {
            for (Map.Entry<UUID, UUID> person : people.entrySet()) {
                if (!person.getKey().equals(person.getValue())) {
                    insert.setObject(1, person.getKey());
                    insert.setObject(2, person.getValue());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
        for (ForeignKeys.Reference reference : foreignKeys.to("users")) {
            rename(connection, reference.table(), reference.column());
        }
        rename(connection, "users", "id");
        rename(connection, "messages", "sender_id");
    }

    private static void rename(Connection connection, String table, String column) throws SQLException {
        execute(
                connection,
                "UPDATE %1$s t SET %2$s = m.after FROM pg_temp.moved m WHERE t.%2$s = m.before"
                        .formatted(TenantTable.quoted(table), TenantTable.quoted(column)));
    }

    /**
     * A provider's alias in Keycloak says whose it is. Under another name the tenant may stand beside the one it was, whose
     * providers are not to be changed or removed with these: they get aliases such as a newly connected provider would have.
     */
    private void renameProviders(Connection connection) throws SQLException {
        if (capsule.manifest().tenant().slug().equals(tenant.slug())) {
            return;
        }
        try (PreparedStatement rename = connection.prepareStatement(
                "UPDATE identity_providers SET alias = ? || left(replace(gen_random_uuid()::text, '-', ''), ?)")) {
            rename.setString(1, "sso-" + tenant.slug() + "-");
            rename.setInt(2, ALIAS_DIGITS);
            rename.executeUpdate();
        }
    }

    private void setSequence(Connection connection, Sequence sequence) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("SELECT setval(pg_get_serial_sequence(?, ?), ?, ?)")) {
            set.setString(1, TenantTable.quoted(tenant.schema()) + "." + TenantTable.quoted(sequence.table()));
            set.setString(2, sequence.column());
            set.setLong(3, sequence.last());
            set.setBoolean(4, sequence.called());
            set.execute();
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Defaults of columns, as SQL. */
    private static final class Defaults {
        private static Map<String, String> of(Connection connection, String schema, String table) throws SQLException {
            Map<String, String> found = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement("""
                    SELECT column_name, column_default FROM information_schema.columns
                     WHERE table_schema = ? AND table_name = ? AND column_default IS NOT NULL""")) {
                statement.setString(1, schema);
                statement.setString(2, table);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        found.put(rows.getString(1), rows.getString(2));
                    }
                }
            }
            return found;
        }
    }
}
