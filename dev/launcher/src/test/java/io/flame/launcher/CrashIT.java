package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers, killed in every way that leaves something behind. */
class CrashIT {
    @TempDir
    Path folder;

    @Test
    void keepsEveryAcknowledgedRowThroughACrashOfPostgres() throws Exception {
        try (Stack stack = start()) {
            assertThat(stack.postgres().setting("fsync")).isEqualTo("on");
            assertThat(stack.postgres().setting("synchronous_commit")).isEqualTo("on");
            assertThat(stack.postgres().setting("full_page_writes")).isEqualTo("on");

            insert(stack, 1);
            stack.postgres().kill();
            stack.postgres().start();
            assertThat(rows(stack)).isEqualTo(1);

            insert(stack, 2);
            stack.postgres().stopImmediate();
            stack.postgres().start();
            assertThat(rows(stack)).isEqualTo(2);
        }
    }

    @Test
    void startsOnTheDataOfALauncherThatWasKilled() throws Exception {
        Process launcher = holder();
        StackDescription.Pids orphans = description().pids();
        launcher.destroyForcibly().waitFor();
        assertThat(alive(orphans.postgres())).isTrue();
        assertThat(alive(orphans.redis())).isTrue();

        try (Stack stack = start()) {
            assertThat(alive(orphans.postgres())).isFalse();
            assertThat(alive(orphans.redis())).isFalse();
            insert(stack, 1);
            assertThat(rows(stack)).isEqualTo(1);
        }
    }

    @Test
    void takesItsChildrenWithItWhenItIsAskedToEnd() throws Exception {
        Process launcher = holder();
        StackDescription.Pids children = description().pids();

        launcher.destroy();
        launcher.waitFor();

        assertThat(alive(children.postgres())).isFalse();
        assertThat(alive(children.redis())).isFalse();
    }

    @Test
    void startsAfterTheLauncherAndItsChildrenWereKilledTogether() throws Exception {
        Process launcher = holder();
        StackDescription.Pids children = description().pids();
        launcher.destroyForcibly().waitFor();
        ProcessHandle.of(children.postgres()).orElseThrow().destroyForcibly();
        ProcessHandle.of(children.redis()).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(10)).until(() -> !alive(children.postgres()));

        try (Stack stack = start()) {
            insert(stack, 1);
            assertThat(rows(stack)).isEqualTo(1);
        }
    }

    @Test
    void refusesASecondStackOnTheSameDataAndLeavesNothingBehind() {
        long postgres;
        long redis;
        try (Stack stack = start()) {
            postgres = stack.postgres().pid();
            redis = stack.redis().pid();
            assertThatThrownBy(this::start).isInstanceOf(StartFailed.class).hasMessageContaining("already running");
            assertThat(stack.data().description()).exists();
        }
        assertThat(alive(postgres)).isFalse();
        assertThat(alive(redis)).isFalse();
        assertThat(new DataFolder(folder).description()).doesNotExist();
        assertThat(new DataFolder(folder).run()).isDirectoryNotContaining("glob:**.pid");
    }

    @Test
    void freezesAndThawsRedis() throws Exception {
        try (Stack stack = start()) {
            stack.redis().pause();
            assertThatThrownBy(() -> stack.redis().isReady()).isInstanceOf(java.net.SocketTimeoutException.class);

            stack.redis().resume();
            assertThat(stack.redis().isReady()).isTrue();

            stack.redis().kill();
            assertThat(stack.redis().isRunning()).isFalse();
            stack.redis().start();
            assertThat(stack.redis().isReady()).isTrue();
        }
    }

    private Stack start() {
        return Stack.start(StackOptions.on(folder).withParts(Part.POSTGRES, Part.REDIS));
    }

    private Process holder() throws Exception {
        Process holder = new ProcessBuilder(
                        Java.program(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = new BufferedReader(new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).isEqualTo("ready");
        return holder;
    }

    private StackDescription description() {
        return Json.read(new DataFolder(folder).description(), StackDescription.class);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static void insert(Stack stack, int number) throws SQLException {
        try (Connection connection = stack.postgres().connect(FlameEnvironment.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS acknowledged (number INT)");
            statement.execute("INSERT INTO acknowledged VALUES (" + number + ")");
        }
    }

    private static int rows(Stack stack) throws SQLException {
        try (Connection connection = stack.postgres().connect(FlameEnvironment.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM acknowledged")) {
            row.next();
            return row.getInt(1);
        }
    }
}
