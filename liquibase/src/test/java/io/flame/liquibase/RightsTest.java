package io.flame.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RightsTest {
    private static final String ENQUEUE = "SELECT flame.enqueue('test', 'key', now())";

    private final Migrations migrations = Database.migrations();
    private final String slug = Database.freshSlug();
    private final String other = Database.freshSlug();

    @BeforeEach
    void createTwoTenants() {
        migrations.migratePlatform();
        migrations.ensureApplicationRole("application");
        migrations.createTenantSchema(slug);
        migrations.createTenantSchema(other);
    }

    @Test
    void letsTheApplicationWorkInATenantOnlyThroughItsRole() {
        String insert = "INSERT INTO t_" + slug + ".users (email, name) VALUES ('a@b.test', 'Ana')";

        assertThatThrownBy(() -> Database.execute(Database.application(), insert))
                .hasMessageContaining("permission denied for schema t_" + slug);
        assertThatThrownBy(() -> Database.rows(Database.application(), "SELECT * FROM t_" + slug + ".users"))
                .hasMessageContaining("permission denied");

        Database.execute(Database.application(), become(slug), insert);
        assertThat(Database.rows(Database.owner(), "SELECT name FROM t_" + slug + ".users"))
                .containsExactly("Ana");
    }

    @Test
    void findsNoTableWithoutASearchPath() {
        assertThatThrownBy(() -> Database.execute(Database.application(), "SELECT * FROM users"))
                .hasMessageContaining("relation \"users\" does not exist");
    }

    @Test
    void keepsATenantOutOfTheOtherTenantsTables() {
        denied("permission denied", become(slug), "SELECT * FROM t_" + other + ".users");
        denied("permission denied", become(slug), "INSERT INTO t_" + other + ".users (email, name) VALUES ('x', 'y')");
    }

    @Test
    void keepsATenantOutOfThePlatformsTables() {
        for (String table : List.of("jobs", "tenants", "tenant_keys", "channel_routes", "databasechangelog")) {
            denied("permission denied", become(slug), "SELECT * FROM flame." + table);
        }
        denied("permission denied", become(slug), "DELETE FROM flame.jobs");
    }

    @Test
    void keepsATenantFromChangingItsTables() {
        denied("must be owner", become(slug), "ALTER TABLE t_" + slug + ".users ADD COLUMN extra TEXT");
        denied("permission denied", become(slug), "CREATE TABLE t_" + slug + ".extra (id INTEGER)");
        denied("permission denied", become(slug), "DELETE FROM t_" + slug + ".databasechangelog");
    }

    @Test
    void letsATenantAddToItsAuditLogAndDoNothingElseToIt() {
        String columns = "INSERT INTO t_%s.audit_log (actor_kind, action, address, request_id, outcome".formatted(slug);
        String values = ") VALUES ('user', 'x', 'y', 'z', 'done'";
        Database.execute(Database.application(), become(slug), columns + values + ")");
        migrations.migrateTenant(slug);

        denied("permission denied", become(slug), columns + ", hash" + values + ", '')");
        denied("permission denied", become(slug), "UPDATE t_" + slug + ".audit_log SET action = ''");
        denied("permission denied", become(slug), "DELETE FROM t_" + slug + ".audit_log");
        denied("permission denied", become(slug), "TRUNCATE t_" + slug + ".audit_log");
        denied("permission denied", "DELETE FROM flame.audit_log");
        assertThat(Database.rows(Database.owner(), "SELECT action, seq, length(hash) FROM t_" + slug + ".audit_log"))
                .containsExactly("x|1|64");
    }

    @Test
    void letsNobodyChooseWhereAnAuditLogBegins() {
        for (String cuts : List.of("t_" + slug + ".audit_cuts", "flame.audit_cuts")) {
            String[] forge = cuts.startsWith("flame")
                    ? new String[] {"DELETE FROM " + cuts}
                    : new String[] {become(slug), "INSERT INTO " + cuts + " VALUES (0, 1, '', 0, now())"};
            denied("permission denied for table audit_cuts", forge);
        }
        denied("permission denied", become(slug), "SELECT * FROM flame.erase_list");
        denied("permission denied", become(slug), "SELECT * FROM flame.quarantine");
    }

    @Test
    void enqueuesAJobForTheTenantOfTheRoleAndForNoOther() {
        Database.execute(Database.application(), become(slug), ENQUEUE, ENQUEUE);

        assertThat(Database.rows(
                        Database.application(),
                        "SELECT tenant, kind, key, signals FROM flame.jobs WHERE tenant IN ('%s', '%s', '')"
                                .formatted(slug, other)))
                .containsExactly(slug + "|test|key|2");
    }

    @Test
    void refusesToEnqueueWithoutATenant() {
        denied("permission denied for function enqueue", ENQUEUE);
        assertThatThrownBy(() -> Database.execute(Database.owner(), ENQUEUE)).hasMessageContaining("null value");
    }

    @Test
    void lendsNoRightToALoginOfItsOwn() {
        Database.execute(
                Database.superuser(), "DROP ROLE IF EXISTS stranger", "CREATE ROLE stranger LOGIN PASSWORD 'x'");
        DataSource stranger = Database.login("flame", "stranger", "x");

        refused("permission denied", () -> Database.rows(stranger, "SELECT * FROM flame.tenants"));
        refused("permission denied", () -> Database.rows(stranger, "SELECT * FROM t_" + slug + ".users"));
        refused("permission denied", () -> Database.execute(stranger, ENQUEUE));
        refused("permission denied", () -> Database.execute(stranger, become(slug)));
    }

    @Test
    void givesNewTablesOfATenantTheSameRights() {
        Database.execute(
                Database.owner(),
                "CREATE TABLE t_" + slug + ".later (id BIGINT GENERATED ALWAYS AS IDENTITY, n INTEGER)");

        Database.execute(Database.application(), become(slug), "INSERT INTO t_" + slug + ".later (n) VALUES (1)");

        assertThat(Database.rows(Database.owner(), "SELECT id, n FROM t_" + slug + ".later"))
                .containsExactly("1|1");
    }

    @Test
    void worksWhenOneSuperuserIsOwnerAndApplication() {
        Database.execute(Database.superuser(), "CREATE DATABASE single_login");
        DataSource login = Database.login("single_login", "postgres", "postgres");
        Migrations single = new Migrations(login, "postgres");
        single.ensureApplicationRole("unused");
        single.migratePlatform();
        String tenant = Database.freshSlug();
        single.createTenantSchema(tenant);

        Database.execute(login, become(tenant), ENQUEUE);

        assertThat(Database.rows(login, "SELECT tenant FROM flame.jobs")).containsExactly(tenant);
        refused("permission denied", () -> Database.execute(login, become(tenant), "SELECT * FROM flame.jobs"));
        single.migratePlatform();
        assertThat(single.isPlatformCurrent()).isTrue();
    }

    private static String become(String slug) {
        return "SET ROLE flame_t_" + slug;
    }

    private static void denied(String message, String... statements) {
        refused(message, () -> Database.execute(Database.application(), statements));
    }

    private static void refused(String message, ThrowingCallable action) {
        assertThatThrownBy(action).hasMessageContaining(message);
    }
}
