package io.flame.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@Tag("servers")
class TestDatabaseTest {
    private final TestDatabase database = TestDatabase.shared();

    @Test
    void makesATenantThatTheApplicationCanUse() throws SQLException {
        String slug = database.newTenant();

        try (Connection connection = database.application().getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(count(statement, "SELECT count(*) FROM flame.tenants WHERE slug = '" + slug + "'"))
                    .isEqualTo(1);
            statement.execute("SET ROLE flame_t_" + slug);
            assertThat(count(statement, "SELECT count(*) FROM t_" + slug + ".messages"))
                    .isZero();
        }
    }

    @Test
    void makesATenantInAFractionOfASecond() {
        database.newTenant();
        long start = System.nanoTime();
        for (int count = 0; count < 10; count++) {
            database.newTenant();
        }
        Duration each = Duration.ofNanos((System.nanoTime() - start) / 10);
        System.out.println("TestDatabase.newTenant: " + each.toMillis() + " ms each");
        assertThat(each).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void killsTheBackendsOfOneApplicationName() throws SQLException {
        PGSimpleDataSource named = (PGSimpleDataSource) database.application();
        named.setApplicationName("doomed");
        try (Connection doomed = named.getConnection();
                Connection spared = database.application().getConnection()) {
            assertThat(database.killBackends("doomed")).isEqualTo(1);

            assertThatThrownBy(() -> doomed.createStatement().execute("SELECT 1"))
                    .isInstanceOf(SQLException.class);
            assertThat(spared.createStatement().execute("SELECT 1")).isTrue();
        }
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
