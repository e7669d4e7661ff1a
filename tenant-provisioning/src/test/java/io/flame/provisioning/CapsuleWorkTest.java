package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports that a node goes on with by itself, while Keycloak refuses members. */
@Tag("servers")
class CapsuleWorkTest {
    private final CapsuleGround ground = new CapsuleGround();
    private final Installation there = ground.there;
    private final CapsuleRuns runs = new CapsuleRuns(there.database());

    @TempDir
    private Path folder;

    private CapsuleWork work;

    @BeforeEach
    void failOnce() throws IOException {
        Path file = folder.resolve("tenant.capsule");
        ground.export(file);
        ground.goneHere();
        Map<String, String> settings = there.settings();
        settings.put("FLAME_CAPSULE_DIR", folder.resolve("kept").toString());
        work = new CapsuleWork(there.provisioning, Settings.of(settings));
        there.keycloak.failAt("/members");
        try (InputStream in = Files.newInputStream(file)) {
            work.read(ground.slug, in, ground.trust());
        }
        await().until(() -> state().equals("failed|1|true"));
    }

    @AfterEach
    void close() {
        work.stop();
        ground.close();
    }

    @Test
    void triesFiveTimesAndThenKeepsNothing() throws IOException {
        for (int attempt = 2; attempt < 5; attempt++) {
            tryAgain();
            assertThat(state()).isEqualTo("failed|" + attempt + "|true");
            assertThat(kept()).isEqualTo(1);
            assertThat(runs.files()).hasSize(1);
        }

        tryAgain();
        assertThat(state()).isEqualTo("failed|5|false");
        assertThat(kept()).as("although Keycloak lets nothing be undone").isZero();
        assertThat(runs.files()).isEmpty();

        there.keycloak.recover();
        there.execute("UPDATE flame.provisioning SET next_attempt_at = now()");
        assertThat(there.provisioning.goOn()).isTrue();
        assertNothingIsLeft();
    }

    @Test
    void makesNoTenantAgainThatWasDeleted() {
        there.keycloak.recover();

        assertThat(there.provisioning.life().delete(ground.slug)).isEmpty();
        tryAgain();

        assertNothingIsLeft();
        assertThat(state()).isEqualTo("failed|1|false");
        assertThat(runs.files()).isEmpty();
        assertThat(there.rows("SELECT error FROM flame.capsule_runs")).containsExactly("The tenant was deleted");
    }

    private void tryAgain() {
        there.execute("UPDATE flame.capsule_runs SET next_attempt_at = now() WHERE next_attempt_at IS NOT NULL");
        work.work();
    }

    private String state() {
        return there.rows("SELECT state, attempts, (next_attempt_at IS NOT NULL)::text FROM flame.capsule_runs")
                .getFirst();
    }

    private long kept() throws IOException {
        try (var files = Files.list(folder.resolve("kept"))) {
            return files.count();
        }
    }

    private void assertNothingIsLeft() {
        assertThat(there.rows("SELECT slug FROM flame.tenants")).isEmpty();
        assertThat(there.keycloak.users).isEmpty();
        assertThat(there.keycloak.organizations).isEmpty();
    }
}
