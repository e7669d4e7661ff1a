package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresLockTest {
    @TempDir
    Path folder;

    @Test
    void removesALockWhoseNumberBelongsToSomebodyElse() throws IOException {
        Path lock = folder.resolve("postmaster.pid");
        Files.writeString(lock, ProcessHandle.current().pid() + "\n" + folder + "\n");

        new PostgresLock(folder).release();

        assertThat(lock).doesNotExist();
    }

    @Test
    void removesALockThatWasHalfWritten() throws IOException {
        Path lock = folder.resolve("postmaster.pid");
        Files.writeString(lock, "");

        new PostgresLock(folder).release();

        assertThat(lock).doesNotExist();
    }

    @Test
    void endsAServerThatWorksInTheFolder() throws IOException {
        Process server = new ProcessBuilder("bash", "-c", "exec -a postgres sleep 600")
                .directory(folder.toFile())
                .start();
        try {
            org.awaitility.Awaitility.await()
                    .until(() -> server.info().commandLine().orElse("").contains("600"));

            new PostgresLock(folder).release();

            // the JVM hears of a child's end a moment after the child has ended
            org.awaitility.Awaitility.await().until(() -> !server.isAlive());
        } finally {
            server.destroyForcibly();
        }
    }
}
