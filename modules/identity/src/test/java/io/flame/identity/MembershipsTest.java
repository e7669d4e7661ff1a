package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class MembershipsTest {

    private final TestDatabase server = TestDatabase.shared();
    private final ConnectionPool pool = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", server.url()), 2);
    private final Memberships memberships =
            new Memberships(new Database(pool.dataSource(), new EntitySessions(List.of()).factory()));
    private final TenantId tenant = TenantId.of(server.newTenant());

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void findsTheActiveMember() throws SQLException {
        UUID id = addUser("agent", true);

        Member found = memberships.find(tenant, id).orElseThrow();

        assertThat(found.caller()).isEqualTo(new Caller(tenant, id, id + "@example.test", "Beto", Role.AGENT));
    }

    @Test
    void findsNeitherADisabledMemberNorAStranger() throws SQLException {
        assertThat(memberships.find(tenant, addUser("admin", false))).isEmpty();
        assertThat(memberships.find(tenant, UUID.randomUUID())).isEmpty();
    }

    @Test
    void saysThatATenantIsSuspended() throws SQLException {
        UUID id = addUser("admin", true);
        execute("UPDATE flame.tenants SET status = 'suspended' WHERE slug = '" + tenant + "'");

        assertThatThrownBy(() -> memberships.find(tenant, id))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.TENANT_SUSPENDED));
        execute("UPDATE flame.tenants SET status = 'active' WHERE slug = '" + tenant + "'");
        assertThat(memberships.find(tenant, id)).isPresent();
    }

    @Test
    void findsNobodyInATenantThatDoesNotExist() {
        assertThat(memberships.find(TenantId.of("no_such_tenant"), UUID.randomUUID()))
                .isEmpty();
    }

    @Test
    void findsAMemberWhoWasJustAddedAlthoughAskedForBefore() throws SQLException {
        UUID id = UUID.randomUUID();
        assertThat(memberships.find(tenant, id)).isEmpty();

        addUser(id, "user", true);

        assertThat(memberships.find(tenant, id)).isPresent();
    }

    @Test
    void findsNoMemberOfAnotherTenant() throws SQLException {
        UUID id = addUser("admin", true);

        assertThat(memberships.find(TenantId.of(server.newTenant()), id)).isEmpty();
    }

    private UUID addUser(String role, boolean active) throws SQLException {
        return addUser(UUID.randomUUID(), role, active);
    }

    private UUID addUser(UUID id, String role, boolean active) throws SQLException {
        String insert = "INSERT INTO " + tenant.schema()
                + ".users (id, email, name, role, is_active) VALUES (?, ?, 'Beto', ?, ?)";
        try (Connection connection = server.owner().getConnection();
                PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setObject(1, id);
            statement.setString(2, id + "@example.test");
            statement.setString(3, role);
            statement.setBoolean(4, active);
            statement.executeUpdate();
        }
        return id;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.owner().getConnection()) {
            connection.createStatement().execute(sql);
        }
    }
}
