package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Remembers a child process on disk, so that a later launcher can find it after this one was killed.
 *
 * @param pid the process id
 * @param startedAt when that process started, milliseconds since 1970; tells it from a later process with the same id
 */
record PidFile(long pid, long startedAt) {
    // The kernel counts process starts in ticks since boot, and the boot time moves when the clock is corrected.
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);

    static PidFile of(ProcessHandle process) {
        Instant start = process.info().startInstant().orElseGet(Instant::now);
        return new PidFile(process.pid(), start.toEpochMilli());
    }

    static Optional<PidFile> read(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(file, PidFile.class));
        } catch (UncheckedIOException e) {
            // A torn file names nobody.
            return Optional.empty();
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + file, e);
        }
    }

    void write(Path file) {
        Json.write(file, this);
    }

    /** The process this file speaks of, if it is still that process and not another one that got its number. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::startedThen);
    }

    private boolean startedThen(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(Instant.ofEpochMilli(startedAt), start)
                                .abs()
                                .compareTo(CLOCK_TOLERANCE)
                        <= 0)
                .orElse(false);
    }
}
