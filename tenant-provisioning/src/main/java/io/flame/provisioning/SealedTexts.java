package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The sealed texts among a tenant's rows. They open only for the name of the tenant they were sealed for, so under another
 * name each is sealed again. One that stands where none is expected could not be, and is an error rather than lost.
 */
final class SealedTexts {
    private static final int PREFIX = 6;
    private static final Set<String> SEARCHED = Set.of("text", "varchar", "jsonb", "json");

    private final Secrets secrets;
    private final TenantId before;
    private final TenantId tenant;
    private final Set<String> known = new HashSet<>();

    SealedTexts(Secrets secrets, TenantId before, TenantId tenant) {
        this.secrets = secrets;
        this.before = before;
        this.tenant = tenant;
    }

    private record Row(String key, String json) {}

    /** Where the search path leads to the tenant's tables. */
    void put(Connection connection, Collection<TenantTable> tables) throws SQLException {
        if (before.equals(tenant)) {
            return;
        }
        String select = "SELECT id::text, credentials::text FROM integrations";
        for (Row row : rows(connection, select)) {
            update(
                    connection,
                    "UPDATE integrations SET credentials = ?::jsonb WHERE id = ?::uuid",
                    credentials(row),
                    row.key());
        }
        for (Row row : rows(connection, "SELECT name, value::text FROM settings WHERE jsonb_typeof(value) = 'string'")) {
            setting(connection, row);
        }
        for (TenantTable table : tables) {
            refuseOthers(connection, table);
        }
    }

    private String credentials(Row row) {
        ObjectNode json = Json.read(row.json(), ObjectNode.class);
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (field.getValue() instanceof ObjectNode secret) {
                String place = "integration/" + row.key() + "/" + field.getKey();
                secret.put("sealed", moved(place, secret.path("sealed").asText()));
            }
        }
        return json.toString();
    }

    private void setting(Connection connection, Row row) throws SQLException {
        String value = Json.read(row.json(), String.class);
        if (value.startsWith(prefix())) {
            String moved = Json.write(moved("settings/" + row.key(), value));
            update(connection, "UPDATE settings SET value = ?::jsonb WHERE name = ?", moved, row.key());
        }
    }

    private String moved(String place, String sealed) {
        String moved = secrets.moved(before, tenant, place, sealed);
        known.add(moved);
        return moved;
    }

    /** Whatever is sealed with one key begins with its number. */
    private String prefix() {
        return secrets.seal(tenant, "capsule", "").substring(0, PREFIX);
    }

    private void refuseOthers(Connection connection, TenantTable table) throws SQLException {
        String texts = table.columns().stream()
                .filter(column -> SEARCHED.contains(column.type()))
                .map(column -> TenantTable.quoted(column.name()) + "::text")
                .collect(Collectors.joining(", "));
        if (texts.isEmpty()) {
            return;
        }
        String search = "SELECT DISTINCT (regexp_matches(concat_ws(' ', %s), '%s[A-Za-z0-9+/]{38,}={0,2}', 'g'))[1], '' FROM %s"
                .formatted(texts, prefix().replace("+", "\\+"), TenantTable.quoted(table.name()));
        for (Row row : rows(connection, search)) {
            if (!known.contains(row.key())) {
                throw CapsuleFile.refused("The table " + table.name() + " holds a secret that is bound to the name "
                        + before + ": import the capsule under that name");
            }
        }
    }

    private static List<Row> rows(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            List<Row> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new Row(rows.getString(1), rows.getString(2)));
            }
            return found;
        }
    }

    private static void update(Connection connection, String sql, String value, String key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, key);
            statement.executeUpdate();
        }
    }
}
