package io.flame.liquibase;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ContractTest {
    private static final Contract CONTRACT = new Contract("messaging-9001-drop", "0.2.0");

    @BeforeAll
    static void migrate() {
        Database.migrations().migratePlatform();
    }

    @BeforeEach
    void stopAllNodes() {
        Database.execute(Database.owner(), "DELETE FROM flame.nodes");
    }

    @Test
    void waitsForANodeOfAnOlderRelease() {
        node("old", "'0.1.9'", "0");

        assertThatThrownBy(ContractTest::check)
                .hasMessageContaining("messaging-9001-drop")
                .hasMessageContaining("old (release 0.1.9)");
    }

    @Test
    void waitsForANodeThatDoesNotSayItsRelease() {
        node("ancient", "NULL", "0");

        assertThatThrownBy(ContractTest::check).hasMessageContaining("ancient (release unknown)");
    }

    @Test
    void goesAheadBesideNodesThatDoWithout() {
        node("same", "'0.2.0-SNAPSHOT'", "0");
        node("next", "'0.10.0'", "0");

        assertThatCode(ContractTest::check).doesNotThrowAnyException();
    }

    @Test
    void goesAheadWhenTheOlderNodeIsDead() {
        node("dead", "'0.1.0'", "31");

        assertThatCode(ContractTest::check).doesNotThrowAnyException();
    }

    @Test
    void goesAheadOnAnEmptyDatabase() throws SQLException {
        Database.execute(Database.superuser(), "DROP DATABASE IF EXISTS contract_test", "CREATE DATABASE contract_test");

        try (Connection connection =
                Database.login("contract_test", "postgres", "postgres").getConnection()) {
            assertThatCode(() -> CONTRACT.requireNoOlderNodes(connection)).doesNotThrowAnyException();
        }
    }

    private static void node(String name, String release, String age) {
        Database.execute(
                Database.owner(),
                "INSERT INTO flame.nodes (id, name, release, heartbeat_at) VALUES (gen_random_uuid(), '" + name + "', "
                        + release + ", now() - interval '" + age + " seconds')");
    }

    private static void check() throws SQLException {
        try (Connection connection = Database.owner().getConnection()) {
            CONTRACT.requireNoOlderNodes(connection);
        }
    }
}
