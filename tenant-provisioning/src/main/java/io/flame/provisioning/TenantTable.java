package io.flame.provisioning;

import io.flame.provisioning.CapsuleManifest.Excluded;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table of a tenant's schema as the catalogue has it, and how its rows travel. Whatever stands in the schema travels;
 * the few exceptions are here, each with its reason.
 */
record TenantTable(String name, List<Column> columns, List<Column> key) {

    private static final Map<String, String> EXCLUDED = Map.of(
            "databasechangelog", "stands in the manifest as changeSets",
            "databasechangeloglock", "is a lock of the moment",
            "idempotency_keys", "holds answers of the last day, in which keys may stand that are shown once");

    /** Numbers of transactions mean something else in another database. Nothing else is of this type. */
    private static final String TRANSACTION = "xid8";

    /**
     * What is not written as it stands. A message that was still to be sent is sent by nobody who imports it: whether the
     * exporting installation sends it yet cannot be known. A listener's place is told by the row alone, and lies before the
     * first fact it has not heard.
     */
    private static final Map<String, String> WRITTEN = Map.of(
            "messages.status", "CASE WHEN t.status = 'queued' THEN 'unknown' ELSE t.status END",
            "messages.error_code", "CASE WHEN t.status = 'queued' THEN 'moved' ELSE t.error_code END",
            "messages.send_started_at", "CASE WHEN t.status = 'queued' THEN NULL ELSE t.send_started_at END",
            "event_progress.id", """
                    coalesce((SELECT min(e.id) - 1 FROM events e WHERE (e.tx, e.id) > (t.tx, t.id)),
                             greatest(t.id, (SELECT max(e.id) FROM events e)))""");

    /** @param text whether it is compared by a collation, which is not the same everywhere */
    record Column(String name, String type, boolean text) {
        boolean travels() {
            return !type.equals(TRANSACTION);
        }
    }

    private static final String TABLES = """
            SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND NOT c.relispartition ORDER BY c.relname COLLATE "C\"""";

    private static final String COLUMNS = """
            SELECT a.attname, t.typname, t.typcollation <> 0, array_position(i.indkey::int2[], a.attnum)
              FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
             WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
             ORDER BY a.attnum""";

    static List<TenantTable> of(Connection connection, String schema) throws SQLException {
        List<TenantTable> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    if (!EXCLUDED.containsKey(rows.getString(2))) {
                        tables.add(table(connection, rows.getLong(1), rows.getString(2)));
                    }
                }
            }
        }
        return tables;
    }

    static List<Excluded> excluded() {
        return EXCLUDED.entrySet().stream()
                .map(each -> new Excluded(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Excluded::table))
                .toList();
    }

    private static TenantTable table(Connection connection, long id, String name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        TreeMap<Integer, Column> key = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setLong(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Column column = new Column(rows.getString(1), rows.getString(2), rows.getBoolean(3));
                    columns.add(column);
                    int place = rows.getInt(4);
                    if (!rows.wasNull()) {
                        key.put(place, column);
                    }
                }
            }
        }
        return new TenantTable(name, columns, List.copyOf(key.values()));
    }

    List<String> travelling() {
        return columns.stream().filter(Column::travels).map(Column::name).toList();
    }

    List<String> transactions() {
        return columns.stream()
                .filter(column -> !column.travels())
                .map(Column::name)
                .toList();
    }

    /** Writes these columns of all rows in an order that is the same everywhere. */
    String copyOut(List<String> wanted) {
        String list = wanted.stream()
                .map(column ->
                        WRITTEN.getOrDefault(name + "." + column, "t." + quoted(column)) + " AS " + quoted(column))
                .collect(Collectors.joining(", "));
        return "COPY (SELECT " + list + " FROM " + quoted(name) + " t ORDER BY " + order()
                + ") TO STDOUT (FORMAT text, HEADER)";
    }

    String copyIn(List<String> given) {
        return "COPY " + quoted(name) + " ("
                + given.stream().map(TenantTable::quoted).collect(Collectors.joining(", "))
                + ") FROM STDIN (FORMAT text, HEADER MATCH)";
    }

    /** By bytes where a collation would have its say. */
    private String order() {
        if (key.isEmpty()) {
            return "t::text COLLATE \"C\"";
        }
        return key.stream()
                .map(column -> "t." + quoted(column.name()) + (column.text() ? " COLLATE \"C\"" : ""))
                .collect(Collectors.joining(", "));
    }

    static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
