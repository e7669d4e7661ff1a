package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {
    @TempDir
    Path folder;

    private Process process;

    @BeforeEach
    void startSomething() throws IOException {
        process = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void stopIt() {
        process.destroyForcibly();
    }

    @Test
    void stopsAProcessThatAnEarlierLauncherLeft() {
        PidFile.of(process.toHandle()).write(folder.resolve("redis.pid"));

        assertThat(new Leftovers(folder).stop()).containsExactly("redis");
        assertThat(process.isAlive()).isFalse();
        assertThat(folder.resolve("redis.pid")).doesNotExist();
    }

    @Test
    void stopsAPausedProcessToo() {
        PidFile.of(process.toHandle()).write(folder.resolve("redis.pid"));
        Signals.send("STOP", process.pid());

        assertThat(new Leftovers(folder).stop()).containsExactly("redis");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    void sparesAProcessThatGotTheNumberOfADeadOne() {
        long anHourAgo = System.currentTimeMillis() - 3_600_000;
        new PidFile(process.pid(), anHourAgo).write(folder.resolve("redis.pid"));

        assertThat(new Leftovers(folder).stop()).isEmpty();
        assertThat(process.isAlive()).isTrue();
        assertThat(folder.resolve("redis.pid")).doesNotExist();
    }

    @Test
    void forgetsAFileThatWasHalfWritten() throws IOException {
        Files.writeString(folder.resolve("redis.pid"), "{\"pid\":");

        assertThat(new Leftovers(folder).stop()).isEmpty();
        assertThat(folder.resolve("redis.pid")).doesNotExist();
    }

    @Test
    void findsNothingInAFolderThatIsNotThere() {
        assertThat(new Leftovers(folder.resolve("none")).stop()).isEmpty();
    }
}
