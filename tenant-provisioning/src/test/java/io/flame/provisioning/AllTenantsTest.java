package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.liquibase.Migrations;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(provisioning.show(one).complete()).isFalse();

        assertThat(provisioning.migrateAll(outcome -> {}).exitCode()).isZero();
        assertThat(provisioning.show(one).complete()).isTrue();
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
