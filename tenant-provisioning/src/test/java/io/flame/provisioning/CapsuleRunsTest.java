package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has lost a run touches nothing of it any more. */
@Tag("servers")
class CapsuleRunsTest {
    private static final Duration SHORT = Duration.ofMillis(20);

    private final CapsuleGround ground = new CapsuleGround();
    private final CapsuleRuns runs = new CapsuleRuns(ground.here.database());
    private final UUID id = CapsuleRuns.newId();
    private final String name = CapsuleFolder.export(ground.slug, id);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void tellsTheEarlierHolderThatTheRunIsAnothers() {
        UUID first = claimed();
        UUID second = claimedByAnother();

        assertThatThrownBy(() -> runs.at(first, "tables", 1)).isInstanceOf(CapsuleTakenOver.class);
        assertThatThrownBy(() -> runs.done(first, "report", tx -> ground.here.execute("SELECT never_reached()")))
                .isInstanceOf(CapsuleTakenOver.class);
        assertThat(runs.fail(first, new IllegalStateException("late"), false)).isFalse();
        assertThat(state()).isEqualTo("running|null");

        runs.at(second, "tables", 1);
        runs.done(second, "report", tx -> {});
        assertThat(state()).isEqualTo("done|null");
        assertThat(runs.fail(second, new IllegalStateException("later still"), true))
                .isFalse();
    }

    @Test
    void letsOnlyTheLastHolderPutItsArchiveInPlace() throws Exception {
        UUID first = claimed();
        UUID second = claimedByAnother();
        Capsules capsules = ground.here.provisioning.capsules();
        Path file = folder.resolve(name);

        assertThatThrownBy(() -> capsules.write(first, ground.tenant, file, capsules.exportOptions(Optional.empty())))
                .isInstanceOf(CapsuleTakenOver.class);
        assertThat(Files.exists(file)).isFalse();
        capsules.write(second, ground.tenant, file, capsules.exportOptions(Optional.empty()));

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(state()).isEqualTo("done|null");
    }

    @Test
    void sweepsTheHalfFilesOfEveryHolder() throws Exception {
        Path part = folder.resolve(name + "." + CapsuleRuns.newId() + ".part");
        Files.writeString(part, "half");
        Files.setLastModifiedTime(part, java.nio.file.attribute.FileTime.fromMillis(0));

        new CapsuleFolder(folder, 1).sweep(List.of(name));

        assertThat(part).doesNotExist();
    }

    @Test
    void keepsARunDuringAStepThatTellsNothing() {
        AtomicInteger more = new AtomicInteger();
        try (CapsuleHeartbeat heartbeat = new CapsuleHeartbeat(runs, claimed(), "rows", SHORT, more::incrementAndGet)) {
            heartbeat.at("rows", 7);
            expire();

            await().until(() -> ground.here
                    .rows("SELECT locked_until > now(), rows_done FROM flame.capsule_runs")
                    .equals(List.of("t|7")));
            await().until(() -> more.get() > 1);
        }
    }

    @Test
    void stopsAWorkerWhoseRunIsTakenWhileItTellsNothing() {
        try (CapsuleHeartbeat heartbeat = new CapsuleHeartbeat(runs, claimed(), "rows", SHORT, () -> {})) {
            heartbeat.at("rows", 0);
            ground.here.execute("UPDATE flame.capsule_runs SET holder = gen_random_uuid()");

            await().untilAsserted(() ->
                    assertThatThrownBy(() -> heartbeat.at("rows", 0)).isInstanceOf(CapsuleTakenOver.class));
        }
    }

    private UUID claimed() {
        ground.here.provisioning.life().suspend(ground.slug);
        runs.begin(
                TenantId.of(ground.slug),
                CapsuleRuns.EXPORT,
                id,
                name,
                Json.mapper().createObjectNode());
        return runs.claim(List.of(name)).orElseThrow().holder().orElseThrow();
    }

    private UUID claimedByAnother() {
        assertThat(runs.claim(List.of(name))).as("it is held").isEmpty();
        expire();
        return runs.claim(List.of(name)).orElseThrow().holder().orElseThrow();
    }

    private void expire() {
        ground.here.execute("UPDATE flame.capsule_runs SET locked_until = now() - interval '1 second'");
    }

    private String state() {
        return ground.here.rows("SELECT state, error FROM flame.capsule_runs").getFirst();
    }
}
