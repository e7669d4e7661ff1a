package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.liquibase.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class AllTenantsTest {
    private final Installation installation = Installation.apart();
    private final Provisioning provisioning = installation.provisioning;
    private final Migrations migrations = installation.migrations();
    private final String one = Installation.freshSlug();
    private final String other = Installation.freshSlug();

    @BeforeEach
    void createTwoTenants() {
        provisioning.migratePlatform();
        provisioning.create(Installation.tenant(one));
        provisioning.create(Installation.tenant(other));
    }

    @AfterEach
    void close() {
        installation.close();
        migrations.dropTenantSchema(one);
        migrations.dropTenantSchema(other);
    }

    @Test
    void migratesTheOthersWhenOneTenantFails() {
        installation.execute(
                "UPDATE t_" + one + ".databasechangelog SET md5sum = '9:0' WHERE id = 'identity-0001-users'");
        migrations.rollbackTenant(other, "empty");
        List<MigrationReport.Outcome> seen = new ArrayList<>();

        MigrationReport report = provisioning.migrateAll(seen::add);

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.failures())
                .extracting(MigrationReport.Outcome::schema)
                .containsExactly("t_" + one);
        assertThat(report.outcomes()).isEqualTo(seen);
        assertThat(seen.getFirst().schema()).isEqualTo("flame");
        assertThat(migrations.isTenantCurrent(other)).isTrue();
    }

    @Test
    void takesEverySchemaBackToATagAndForwardAgain() {
        MigrationReport back = provisioning.rollback("0.1.0", outcome -> {});
        assertThat(back.exitCode()).as(back.toString()).isZero();
        assertThat(back.outcomes())
                .extracting(MigrationReport.Outcome::schema)
                .hasSize(3)
                .endsWith("flame");
        assertThat(migrations.isTenantCurrent(one)).isFalse();

        assertThat(provisioning.migrateAll(outcome -> {}).exitCode()).isZero();
        assertThat(provisioning.show(one).complete()).isTrue();
    }

    @Test
    void keepsForEachTenantWhatBecameOfIt() {
        installation.execute(
                "UPDATE t_" + one + ".databasechangelog SET md5sum = '9:0' WHERE id = 'identity-0001-users'");
        provisioning.migrateAll(outcome -> {});

        assertThat(provisioning.life().get(one).migrationError().orElse("")).contains("t_" + one);
        assertThat(provisioning.life().get(one).status()).isEqualTo("active");
        assertThat(provisioning.life().get(other).migrationError()).isEmpty();

        installation.execute(
                "UPDATE t_" + one + ".databasechangelog SET md5sum = NULL WHERE id = 'identity-0001-users'");
        assertThat(provisioning.migrateAll(outcome -> {}).exitCode()).isZero();
        assertThat(provisioning.life().get(one).migrationError()).isEmpty();
        assertThat(provisioning.life().get(one).schemaVersion()).isEqualTo(migrations.tenantVersion(one));
    }

    @Test
    void takesATenantThatOthersHoldOnToLast() throws SQLException {
        migrations.rollbackTenant(one, "empty");
        migrations.rollbackTenant(other, "empty");
        try (Connection holder = installation.connect()) {
            holder.createStatement().execute("SELECT pg_advisory_lock(hashtextextended('flame t_" + one + "', 0))");

            MigrationReport report = provisioning.migrateAll(outcome -> {
                if (outcome.schema().equals("t_" + other)) {
                    execute(holder, "SELECT pg_advisory_unlock_all()");
                }
            });

            assertThat(report.exitCode()).as(report.toString()).isZero();
            assertThat(report.outcomes().getLast().schema()).isEqualTo("t_" + one);
        }
        assertThat(migrations.isTenantCurrent(one)).isTrue();
        assertThat(migrations.isTenantCurrent(other)).isTrue();
    }

    @Test
    void letsTwoProcessesMigrateAtOnce() {
        migrations.rollbackTenant(one, "empty");
        migrations.rollbackTenant(other, "empty");
        try (Provisioning second = new Provisioning(ProvisioningConfig.of(installation.settings()))) {
            CompletableFuture<MigrationReport> beside =
                    CompletableFuture.supplyAsync(() -> second.migrateAll(outcome -> {}));

            assertThat(provisioning.migrateAll(outcome -> {}).failures()).isEmpty();
            assertThat(beside.join().failures()).isEmpty();
        }
        assertThat(migrations.isTenantCurrent(one)).isTrue();
        assertThat(migrations.isTenantCurrent(other)).isTrue();
        assertThat(installation.rows("SELECT count(*) FROM t_" + one + ".databasechangeloglock WHERE locked"))
                .containsExactly("0");
    }

    @Test
    void makesNothingOfATenantThatIsRemovedMeanwhile() {
        List<String> begun = new ArrayList<>();
        MigrationReport report = provisioning.migrateAll(outcome -> {
            if (outcome.schema().startsWith("t_") && begun.isEmpty()) {
                begun.add(outcome.schema());
                remove(outcome.schema().equals("t_" + one) ? other : one);
            }
        });

        assertThat(report.exitCode()).as(report.toString()).isZero();
        assertThat(installation.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'"))
                .isEqualTo(begun);
        assertThat(installation.rows("SELECT rolname FROM pg_roles WHERE rolname IN ('flame_t_" + one + "', 'flame_t_"
                        + other + "')"))
                .hasSize(1);
    }

    private void remove(String slug) {
        provisioning.life().delete(slug);
        installation.execute("UPDATE flame.tenants SET delete_after = now() WHERE slug = '" + slug + "'");
        provisioning.life().purge();
    }

    @Test
    void namesATenantWhoseSchemaIsLost() {
        migrations.dropTenantSchema(one);

        MigrationReport report = provisioning.migrateAll(outcome -> {});

        assertThat(report.failures())
                .extracting(MigrationReport.Outcome::schema)
                .containsExactly("t_" + one);
    }

    private static void execute(Connection connection, String sql) {
        try {
            connection.createStatement().execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void keepsThePlatformWhenATenantCannotGoBack() {
        MigrationReport report = provisioning.rollback("no-such-tag", outcome -> {});

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.outcomes())
                .extracting(MigrationReport.Outcome::schema)
                .containsExactlyInAnyOrder("t_" + one, "t_" + other);
        assertThat(migrations.isPlatformCurrent()).isTrue();
    }
}
