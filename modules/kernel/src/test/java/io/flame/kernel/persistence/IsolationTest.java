package io.flame.kernel.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three tenants, one of them a migration behind, take turns on one single connection while things go wrong. */
@Tag("servers")
class IsolationTest {

    private static final int SWITCHES = 10_000;
    private static final int KILL_EVERY = 400;
    private static final long SEED = 20_261_123;

    private static final class Planned extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final TestDatabase server = TestDatabase.shared();
    private final List<TenantId> tenants = List.of(newTenant(), newTenant(), newTenant());
    private final ConnectionPool pool = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", server.url()), 1);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final Random random = new Random(SEED);
    private final Map<TenantId, Integer> written = new HashMap<>();
    private int exceptions;
    private int killed;

    @BeforeEach
    void plantARowInEachTenant() throws SQLException {
        for (TenantId tenant : tenants) {
            database.runInTenant(
                    tenant,
                    tx -> tx.update("INSERT INTO users (email, name) VALUES ('canary@example.com', ?)", tenant.slug()));
        }
        try (Connection owner = server.owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("ALTER TABLE " + tenants.get(2).schema() + ".users ADD COLUMN shoe_size INTEGER");
        }
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void keepsTenantsApartOnOneConnectionWhateverGoesWrong() {
        TenantId tenant = tenants.getFirst();
        for (int turn = 0; turn < SWITCHES; turn++) {
            tenant = another(tenant);
            takeTurn(tenant, turn);
            if (turn % 10 == 0) {
                findNothingBetweenTurns();
            }
        }
        for (TenantId each : tenants) {
            List<String> owners = database.inTenant(
                    each, tx -> tx.query("SELECT value ->> 'of' FROM settings", row -> row.getString(1)));
            assertThat(owners).hasSize(written.get(each)).containsOnly(each.slug());
        }
        System.out.printf(
                "isolation: %,d switches, %,d exceptions, %d killed back ends: 0 wrong rows (seed %d)%n",
                SWITCHES, exceptions, killed, SEED);
        assertThat(exceptions).isBetween(SWITCHES / 12, SWITCHES / 8);
        assertThat(killed).isEqualTo(SWITCHES / KILL_EVERY);
    }

    private void takeTurn(TenantId tenant, int turn) {
        int dice = random.nextInt(1_000);
        boolean kill = turn % KILL_EVERY == KILL_EVERY - 1;
        try {
            database.runInTenant(tenant, tx -> {
                readOnlyOwnRows(tx);
                tx.update(
                        "INSERT INTO settings (name, value) VALUES (?, jsonb_build_object('of', ?::text))",
                        UUID.randomUUID().toString(),
                        tenant.slug());
                misbehave(tx, dice, kill);
            });
            written.merge(tenant, 1, Integer::sum);
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE);
            exceptions++;
        } catch (DatabaseException e) {
            assertThat(e.getMessage()).doesNotContain("cached plan");
            exceptions++;
        } catch (Planned | IllegalStateException e) {
            exceptions++;
        }
    }

    /** Whatever the turn before has left on the connection, without a tenant it leads nowhere. */
    private void findNothingBetweenTurns() {
        try {
            List<String> found =
                    database.inPlatform(tx -> tx.query("SELECT * FROM users", row -> row.getString("name")));
            fail("no tenant is set, yet there was " + found);
        } catch (DatabaseException e) {
            assertThat(e.getMessage()).contains("relation \"users\" does not exist");
        } catch (Problem e) {
            assertThat(e.code()).isEqualTo(ProblemCode.UNAVAILABLE);
        }
    }

    private static void readOnlyOwnRows(Transaction tx) throws SQLException {
        assertThat(tx.query("SELECT * FROM users", row -> row.getString("name")))
                .containsExactly(tx.tenant().slug());
        assertThat(tx.query("SELECT current_schema() || current_user", row -> row.getString(1)))
                .containsExactly(tx.tenant().schema() + tx.tenant().databaseRole());
    }

    private void misbehave(Transaction tx, int dice, boolean kill) throws SQLException {
        if (kill) {
            killOwnBackend(tx);
            tx.update("DELETE FROM users");
            fail("the connection should be dead");
        }
        if (dice < 40) {
            throw new Planned();
        }
        if (dice < 60) {
            tx.update("INSERT INTO users (email, name) VALUES ('canary@example.com', 'twice')");
        }
        if (dice < 65) {
            tx.update("SET LOCAL statement_timeout = '2ms'");
            tx.update("SELECT pg_sleep(10)");
        }
        if (dice < 80) {
            swallowAFailureInside(tx.tenant());
        }
        if (dice < 100) {
            database.runInTenant(another(tx.tenant()), other -> other.update("DELETE FROM users"));
        }
    }

    private void swallowAFailureInside(TenantId tenant) {
        try {
            database.runInTenant(tenant, tx -> {
                tx.update("DELETE FROM settings");
                throw new Planned();
            });
            fail("the failure should come out");
        } catch (Planned e) {
            // the caller goes on: its transaction can only be rolled back all the same
        }
    }

    private void killOwnBackend(Transaction tx) throws SQLException {
        int pid = tx.queryOne("SELECT pg_backend_pid()", row -> row.getInt(1)).orElseThrow();
        try (Connection connection = server.superuser().getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT pg_terminate_backend(?, 5000)")) {
            statement.setInt(1, pid);
            statement.execute();
        }
        killed++;
    }

    private TenantId another(TenantId tenant) {
        return tenants.get((tenants.indexOf(tenant) + 1 + random.nextInt(tenants.size() - 1)) % tenants.size());
    }

    private TenantId newTenant() {
        return TenantId.of(server.newTenant());
    }
}
