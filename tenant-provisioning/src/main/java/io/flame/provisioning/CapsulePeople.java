package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.TenantId;
import io.flame.provisioning.CapsuleLines.Person;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The accounts behind a tenant's people. Keycloak gives nobody the hashes of passwords, so an account that an import makes
 * has none: its holder asks for a new one by mail. Keycloak also chooses the ids of accounts itself.
 */
record CapsulePeople(KeycloakAdmin keycloak) {

    /**
     * What an import has made of them.
     *
     * @param ids the id in the capsule and the id here
     * @param created how many had no account here yet
     */
    record Arrivals(Map<UUID, UUID> ids, int created) {}

    private record Row(UUID id, String email, String name, String role, boolean active) {}

    /** Everybody in the tenant's table, in the order of their ids. */
    List<Person> of(TenantId tenant, Connection connection) throws SQLException {
        List<Row> rows = rows(connection);
        Map<UUID, JsonNode> members = new HashMap<>();
        keycloak.findOrganization(tenant).ifPresent(organization -> keycloak.members(organization)
                .forEach(user -> members.put(UUID.fromString(user.path("id").asText()), user)));
        return rows.stream()
                .map(row ->
                        person(row, Optional.ofNullable(members.get(row.id())).or(() -> keycloak.user(row.id()))))
                .toList();
    }

    private static Person person(Row row, Optional<JsonNode> account) {
        int space = row.name().lastIndexOf(' ');
        String first = space < 0 ? row.name() : row.name().substring(0, space);
        String last = space < 0 ? "" : row.name().substring(space + 1);
        return new Person(
                row.id(),
                row.email(),
                account.map(user -> user.path("firstName").asText(first)).orElse(first),
                account.map(user -> user.path("lastName").asText(last)).orElse(last),
                row.role(),
                account.map(user -> user.path("enabled").asBoolean(true)).orElse(row.active()),
                row.active());
    }

    private static List<Row> rows(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT id, email, name, role, is_active FROM users ORDER BY id");
                ResultSet rows = statement.executeQuery()) {
            List<Row> found = new ArrayList<>();
            while (rows.next()) {
                found.add(new Row(
                        rows.getObject(1, UUID.class),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(4),
                        rows.getBoolean(5)));
            }
            return found;
        }
    }

    /** Makes the accounts that are missing and lets everybody in whom the tenant lets in. */
    Arrivals ensure(TenantId tenant, String organization, List<Person> people, Runnable each) {
        Map<UUID, UUID> ids = new HashMap<>();
        int created = 0;
        for (Person person : people) {
            Optional<UUID> existing = keycloak.findUser(tenant, person.email()).map(KeycloakAdmin.User::id);
            UUID id = existing.orElseGet(() -> keycloak.createAccount(tenant, person));
            created += existing.isPresent() ? 0 : 1;
            if (person.active()) {
                keycloak.ensureMember(organization, id);
            }
            ids.put(person.id(), id);
            each.run();
        }
        return new Arrivals(ids, created);
    }
}
