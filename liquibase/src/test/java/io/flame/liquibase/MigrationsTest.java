package io.flame.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class MigrationsTest {
    private static final String TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'";

    /** Everything PostgreSQL knows about a schema, with the schema's own name taken out. */
    private static final String STRUCTURE = """
            SELECT replace(line, '%1$s.', '') FROM (
                SELECT concat_ws(' ', 'column', table_name, column_name, ordinal_position, data_type, udt_name, column_default,
                       is_nullable, character_maximum_length, is_identity, identity_generation) AS line
                FROM information_schema.columns WHERE table_schema = '%1$s'
                UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = '%1$s'
                UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE connamespace = '%1$s'::regnamespace
                UNION ALL SELECT concat_ws(' ', 'options', relname, relkind, array_to_string(reloptions, ','))
                FROM pg_class WHERE relnamespace = '%1$s'::regnamespace
                UNION ALL SELECT concat_ws(' ', 'change', orderexecuted, id, author, filename, exectype, md5sum, description,
                       comments, tag, liquibase) FROM %1$s.databasechangelog
                UNION ALL SELECT concat_ws(' ', 'lock', id, locked) FROM %1$s.databasechangeloglock
            ) lines ORDER BY 1
            """;

    private final Migrations migrations = Database.migrations();
    private final String slug = Database.freshSlug();
    private final String schema = "t_" + slug;

    @BeforeEach
    void migratePlatform() {
        migrations.migratePlatform();
    }

    @Test
    void createsThePlatformAndNamesItsVersion() {
        assertThat(Database.rows(Database.owner(), TABLES.formatted("flame")))
                .contains("tenants", "tenant_keys", "channel_routes", "quarantine", "nodes", "jobs");
        assertThat(migrations.isPlatformCurrent()).isTrue();
        assertThat(migrations.platformVersion()).isPresent();
    }

    @Test
    void createsATenantWithEveryTableOfTheDataModel() {
        migrations.createTenantSchema(slug);

        assertThat(Database.rows(Database.owner(), TABLES.formatted(schema)))
                .contains("users", "assistants", "schedules", "conversations", "messages", "integrations", "events");
        assertThat(migrations.isTenantCurrent(slug)).isTrue();
        assertThat(migrations.tenantVersion(slug)).isPresent();
    }

    @Test
    void replaysExactlyWhatLiquibaseDoes() {
        migrations.createTenantSchema(slug);
        Database.execute(Database.owner(), "CREATE SCHEMA t_" + slug + "_plain");
        migrateWithLiquibase(schema + "_plain");

        List<String> replayed = Database.rows(Database.owner(), STRUCTURE.formatted(schema));
        assertThat(replayed).hasSizeGreaterThan(250);
        assertThat(replayed).isEqualTo(Database.rows(Database.owner(), STRUCTURE.formatted(schema + "_plain")));
    }

    @Test
    void keepsTheDataWhenATenantIsCreatedAgain() {
        migrations.createTenantSchema(slug);
        Database.execute(Database.owner(), "INSERT INTO " + schema + ".users (email, name) VALUES ('a@b.test', 'Ana')");

        migrations.createTenantSchema(slug);

        assertThat(Database.rows(Database.owner(), "SELECT email FROM " + schema + ".users"))
                .containsExactly("a@b.test");
    }

    @Test
    void goesBackToEmptyAndForwardAgain() {
        migrations.createTenantSchema(slug);
        List<String> before = Database.rows(Database.owner(), STRUCTURE.formatted(schema));

        migrations.rollbackTenant(slug, "empty");
        assertThat(Database.rows(Database.owner(), TABLES.formatted(schema)))
                .containsExactlyInAnyOrder("databasechangelog", "databasechangeloglock");
        assertThat(migrations.isTenantCurrent(slug)).isFalse();

        migrations.migrateTenant(slug);
        assertThat(Database.rows(Database.owner(), STRUCTURE.formatted(schema))).isEqualTo(before);
    }

    @Test
    void goesBackByOneChangeSetWithoutATag() {
        migrations.createTenantSchema(slug);

        int changes = changes();

        migrations.rollbackTenant(slug, null);

        assertThat(changes()).isEqualTo(changes - 1);
        assertThat(migrations.isTenantCurrent(slug)).isFalse();
    }

    private int changes() {
        return Database.rows(Database.owner(), "SELECT id FROM " + schema + ".databasechangelog")
                .size();
    }

    @Test
    void rollsThePlatformBackAndForward() throws Exception {
        Database.execute(Database.superuser(), "CREATE DATABASE rollback_test OWNER flame_owner");
        Migrations other = new Migrations(Database.login("rollback_test", "flame_owner", "owner"), "flame_app");
        other.migratePlatform();

        other.rollbackPlatform("empty");
        assertThat(other.platformVersion()).isEmpty();

        other.migratePlatform();
        assertThat(other.isPlatformCurrent()).isTrue();
    }

    @Test
    void takesOverTheLockOfADeadProcess() {
        migrations.createTenantSchema(slug);
        migrations.rollbackTenant(slug, "empty");
        Database.execute(
                Database.owner(),
                "UPDATE " + schema
                        + ".databasechangeloglock SET locked = true, lockedby = 'dead', lockgranted = now()");

        migrations.migrateTenant(slug);

        assertThat(migrations.isTenantCurrent(slug)).isTrue();
    }

    @Test
    void createsManyTenantsAtOnce() {
        List<String> slugs =
                IntStream.range(0, 12).mapToObj(index -> slug + "_" + index % 6).toList();

        CompletableFuture.allOf(slugs.stream()
                        .map(name -> CompletableFuture.runAsync(() -> migrations.createTenantSchema(name)))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(slugs).allMatch(migrations::isTenantCurrent);
    }

    @Test
    void leavesNothingBehindWhenATenantIsDropped() {
        migrations.createTenantSchema(slug);

        migrations.dropTenantSchema(slug);

        assertThat(Database.rows(Database.owner(), "SELECT 1 FROM pg_namespace WHERE nspname = '" + schema + "'"))
                .isEmpty();
        assertThat(Database.rows(Database.owner(), "SELECT 1 FROM pg_roles WHERE rolname = 'flame_t_" + slug + "'"))
                .isEmpty();
        assertThat(migrations.tenantVersion(slug)).isEqualTo(Optional.empty());
    }

    @Test
    void refusesASlugThatIsNotASafeName() {
        for (String bad :
                List.of("", "a", "Acme", "1acme", "a-b", "a b", "x\"; DROP SCHEMA flame; --", "a".repeat(41))) {
            assertThatThrownBy(() -> migrations.createTenantSchema(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("slug: ");
        }
    }

    @Test
    void namesTheSchemaThatFailed() {
        assertThatThrownBy(() -> migrations.migrateTenant(slug))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining(schema);
    }

    private static void migrateWithLiquibase(String schema) {
        new OwnerSessions(Database.owner()).locked(schema, connection -> {
            Changelog.TENANT.update(connection, schema);
            return true;
        });
    }
}
