package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A migration to the next release that does not get through at one of several tenants, which stand for many. */
@Tag("servers")
class InterruptedMigrationTest {

    /** Does its work, then falls into the trap that is set in the schema, if any. */
    private static final String TRAPPED = """
            DO $$ BEGIN
                ALTER TABLE users ADD COLUMN next TEXT;
                IF EXISTS (SELECT 1 FROM public.traps WHERE place = current_schema() AND kind = 'error') THEN
                    RAISE EXCEPTION 'an invented error';
                ELSIF EXISTS (SELECT 1 FROM public.traps WHERE place = current_schema()) THEN
                    PERFORM pg_sleep(6);
                END IF;
            END $$""";

    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Installation installation = Installation.apart();
    private final List<String> slugs =
            Stream.generate(Installation::freshSlug).limit(3).sorted().toList();

    @BeforeEach
    void createTenants() {
        installation.provisioning.migratePlatform();
        slugs.forEach(slug -> installation.provisioning.create(Installation.tenant(slug)));
        installation.execute("CREATE TABLE public.traps (place TEXT, kind TEXT)");
    }

    @AfterEach
    void close() {
        installation.close();
        slugs.forEach(installation.migrations()::dropTenantSchema);
    }

    @ParameterizedTest
    @CsvSource({"0, error", "1, error", "2, error", "0, kill", "1, kill", "2, kill", "0, cut", "1, cut", "2, cut"})
    void leavesTheOthersAloneAndConvergesWhenRunAgain(int index, String kind) {
        NextRelease next = new NextRelease(folder, "", TRAPPED);
        String hit = slugs.get(index);
        installation.execute("INSERT INTO public.traps VALUES ('t_" + hit + "', '" + kind + "')");

        NextRelease.Running run = next.migrateAll(installation.settings());
        boolean killed = interrupt(kind, run);

        assertThat(run.exitCode()).as(run.said()).isNotZero();
        assertThat(versions(List.of(hit))).doesNotContain(NextRelease.VERSION);
        assertThat(worksAsBefore(hit)).isTrue();
        if (!killed) {
            assertThat(installation.provisioning.life().get(hit).migrationError()).isPresent();
            assertThat(versions(others(hit))).containsOnly(NextRelease.VERSION);
        }
        assertThat(installation.provisioning.life().get(hit).status()).isEqualTo("active");

        installation.execute("DELETE FROM public.traps");
        NextRelease.Running again = next.migrateAll(installation.settings());
        assertThat(again.exitCode()).as(again.said()).isZero();
        assertThat(versions(slugs)).hasSize(3).containsOnly(NextRelease.VERSION);
        assertThat(installation.provisioning.life().get(hit).migrationError()).isEmpty();
        assertThat(locks()).containsExactly("0");
    }

    @Test
    void takesATenantAlongThatAnOlderNodeMadeAfterwards() {
        NextRelease next = new NextRelease(folder, "", TRAPPED);
        assertThat(next.migrateAll(installation.settings()).exitCode()).isZero();
        String late = Installation.freshSlug();
        installation.provisioning.create(Installation.tenant(late));
        assertThat(versions(List.of(late))).hasSize(1).doesNotContain(NextRelease.VERSION);

        NextRelease.Running node = next.cleanUp(installation.settings());

        assertThat(node.exitCode()).as(node.said()).isZero();
        assertThat(versions(List.of(late))).containsExactly(NextRelease.VERSION);
        installation.migrations().dropTenantSchema(late);
    }

    @Test
    void takesNothingAwayFromAnOlderNodeThatLives() {
        NextRelease next =
                new NextRelease(folder, "contract-9.0.0", "ALTER TABLE users DROP COLUMN IF EXISTS avatar_url");
        installation.execute(
                "INSERT INTO flame.nodes (id, name, release) VALUES (gen_random_uuid(), 'old', '0.1.0')");

        NextRelease.Running refused = next.migrateAll(installation.settings());

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.said()).contains("older than release 9.0.0").contains("old (release 0.1.0)");
        assertThat(versions(slugs)).doesNotContain(NextRelease.VERSION);

        installation.execute("DELETE FROM flame.nodes");
        NextRelease.Running allowed = next.migrateAll(installation.settings());
        assertThat(allowed.exitCode()).as(allowed.said()).isZero();
        assertThat(versions(slugs)).containsOnly(NextRelease.VERSION);
    }

    /** Whether the process itself is gone. */
    private boolean interrupt(String kind, NextRelease.Running run) {
        if (kind.equals("error")) {
            return false;
        }
        await().atMost(A_MINUTE).until(() -> !asleep("pid").isEmpty());
        if (kind.equals("kill")) {
            run.kill();
            return true;
        }
        // What a restart of the server does to the session.
        asleep("pg_terminate_backend(pid)");
        return false;
    }

    private List<String> asleep(String what) {
        return installation.rows("SELECT " + what + " FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
                + " AND datname = current_database()");
    }

    private boolean worksAsBefore(String slug) {
        return installation.database().inTenant(TenantId.of(slug), tx -> tx.queryOne(
                        "SELECT count(*) FROM users", row -> row.getInt(1))
                .orElse(0)) == 1;
    }

    private List<String> versions(List<String> tenants) {
        String names = tenants.stream().collect(Collectors.joining("', '", "'", "'"));
        return installation.rows("SELECT schema_version FROM flame.tenants WHERE slug IN (" + names + ")");
    }

    private List<String> others(String hit) {
        return slugs.stream().filter(slug -> !slug.equals(hit)).toList();
    }

    private List<String> locks() {
        return installation.rows(slugs.stream()
                .map(slug -> "SELECT locked FROM t_" + slug + ".databasechangeloglock WHERE locked")
                .collect(Collectors.joining(" UNION ALL ", "SELECT count(*) FROM (", ") AS l")));
    }
}
