package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that are cut off, that come from an older version, and that are large. */
@Tag("servers")
class CapsuleResumeTest {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final CapsuleGround ground = new CapsuleGround();
    private final String slug = ground.slug;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        ground.there.execute("DROP SCHEMA IF EXISTS t_" + slug + " CASCADE");
        ground.close();
    }

    @Test
    void goesOnAfterAFailureAndIsOutOfReachUntilThen() {
        Path file = folder.resolve("tenant.capsule");
        ground.export(file);
        ground.there.keycloak.failAt("/members");

        assertThatThrownBy(() -> ground.importThere(file, slug)).isInstanceOf(KeycloakException.class);
        assertOutOfReach();
        ground.there.keycloak.recover();
        ground.importThere(file, slug);

        assertArrived(3);
    }

    @Test
    void waitsWhileSomebodyElseIsAtWorkAndUndoesNothing() {
        Path file = folder.resolve("tenant.capsule");
        ground.export(file);
        ground.there.keycloak.failAt("/members");
        assertThatThrownBy(() -> ground.importThere(file, slug)).isInstanceOf(KeycloakException.class);
        ground.there.keycloak.recover();
        ground.there.execute(
                "UPDATE flame.provisioning SET state = 'running', locked_until = now() + interval '20 seconds'");

        assertThatThrownBy(() -> ground.importThere(file, slug)).hasMessageContaining("is being worked on");

        assertOutOfReach();
        assertThat(ground.there.rows("SELECT state FROM flame.provisioning")).containsExactly("running");
        assertThat(ground.there.rows("SELECT next_attempt_at IS NOT NULL FROM flame.capsule_runs"))
                .as("it is tried again")
                .containsExactly("t");
    }

    @Test
    void convergesAfterAKillInTheMiddleOfTheRows() throws Exception {
        fill(20_000);
        Path file = folder.resolve("tenant.capsule");
        ground.export(file);
        Process killed = importing(file);
        while (killed.isAlive()
                && !ground.there
                        .rows("SELECT step FROM flame.capsule_runs WHERE tenant = '" + slug + "'")
                        .equals(List.of("tables"))) {
            Thread.onSpinWait();
        }
        killed.destroyForcibly().waitFor();
        assertOutOfReach();

        ground.there.execute("UPDATE flame.capsule_runs SET locked_until = now() - interval '1 second'");
        ground.there.execute("UPDATE flame.provisioning SET locked_until = now() - interval '1 second'");
        ground.importThere(file, slug);

        assertArrived(20_003);
        assertThat(ground.there.keycloak.users).hasSize(2);
        assertThat(ground.there.keycloak.organizations).hasSize(1);
    }

    @Test
    void bringsACapsuleOfAnOlderVersionToTheNewest() {
        ground.here.migrations().rollbackTenant(slug, null);
        ground.here.migrations().rollbackTenant(slug, null);
        Path file = folder.resolve("tenant.capsule");
        ground.export(file);
        assertThat(ground.here.migrations().isTenantCurrent(slug)).isFalse();

        ground.importThere(file, slug);

        assertThat(ground.there.migrations().isTenantCurrent(slug)).isTrue();
        assertArrived(3);
    }

    /** K3: 100,000 messages within five minutes, here and back. */
    @Test
    void movesAHundredThousandMessagesInSeconds() throws IOException {
        fill(100_000);
        Path file = folder.resolve("large.capsule");
        long start = System.nanoTime();
        ground.export(file);
        long written = System.nanoTime();
        ground.importThere(file, slug);
        long read = System.nanoTime();

        System.out.printf(
                Locale.ROOT,
                "capsule of 100,000 messages: export %.1f s, import %.1f s, %d KiB%n",
                (written - start) / 1e9,
                (read - written) / 1e9,
                Files.size(file) / 1024);
        assertArrived(100_003);
        assertThat(Duration.ofNanos(read - start)).isLessThan(FIVE_MINUTES);
    }

    private void fill(int messages) {
        ground.here.execute("INSERT INTO t_" + slug + ".messages (conversation_id, integration_id, provider_message_id,"
                + " content, sender, created_at) SELECT '" + ground.conversation + "', '" + ground.integration
                + "', 'wamid.' || n, 'Message number ' || n || ' ' || md5(n::text), 'user', now() - n * interval '1 minute'"
                + " FROM generate_series(1, " + messages + ") n");
    }

    private Process importing(Path file) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CapsuleImportRunner.class.getName(),
                file.toString());
        builder.environment().putAll(ground.there.settings());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private void assertOutOfReach() {
        assertThat(ground.there.rows("SELECT status FROM flame.tenants WHERE slug = '" + slug + "'"))
                .containsExactly("provisioning");
        assertThat(ground.there.rows("SELECT 1 FROM flame.channel_routes WHERE tenant = '" + slug + "'"))
                .isEmpty();
    }

    private void assertArrived(int messages) {
        assertThat(ground.there.rows("SELECT status FROM flame.tenants WHERE slug = '" + slug + "'"))
                .containsExactly("suspended");
        assertThat(ground.there.rows("SELECT count(*) FROM t_" + slug + ".messages"))
                .containsExactly(Integer.toString(messages));
    }
}
