package io.flame.provisioning;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The foreign keys of a schema: they are out of the way while rows come in any order, and then check all of them. */
record ForeignKeys(List<ForeignKey> all) {

    private static final String FIND = """
            SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid), r.relname, t.relname,
                   (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = c.conkey[1])
              FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class r ON r.oid = c.confrelid
              JOIN pg_namespace n ON n.oid = t.relnamespace
             WHERE n.nspname = ? AND c.contype = 'f' AND c.conparentid = 0 ORDER BY t.relname, c.conname""";

    /** @param identifier the table as it stands in SQL */
    record ForeignKey(String identifier, String name, String definition, String target, String table, String column) {}

    /** A column that holds another table's key. */
    record Reference(String table, String column) {}

    static ForeignKeys of(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setString(1, schema);
            List<ForeignKey> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new ForeignKey(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6)));
                }
            }
            return new ForeignKeys(found);
        }
    }

    void drop(Connection connection) throws SQLException {
        for (ForeignKey key : all) {
            CapsuleRows.execute(
                    connection,
                    "ALTER TABLE " + key.identifier() + " DROP CONSTRAINT " + TenantTable.quoted(key.name()));
        }
    }

    /** @param each hears before each, because each may take long */
    void restore(Connection connection, Runnable each) throws SQLException {
        for (ForeignKey key : all) {
            each.run();
            CapsuleRows.execute(
                    connection,
                    "ALTER TABLE " + key.identifier() + " ADD CONSTRAINT " + TenantTable.quoted(key.name()) + " "
                            + key.definition());
        }
    }

    List<Reference> to(String target) {
        return all.stream()
                .filter(key -> key.target().equals(target))
                .map(key -> new Reference(key.table(), key.column()))
                .toList();
    }
}
