package io.flame.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides whether a new stack may start on a data folder, or another one is there. */
final class Turn {
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

    private final DataFolder data;

    Turn(DataFolder data) {
        this.data = data;
    }

    /**
     * Whether the folder is free now. A stack that is stopping is waited for, one with a dead part is stopped; a living
     * one keeps the folder, and {@code out} is told.
     */
    boolean taken(PrintStream out) throws InterruptedException {
        if (isFree()) {
            return true;
        }
        Optional<LauncherState> state = LauncherState.read(data);
        if (state.isPresent() && state.get().phase() == LauncherState.Phase.STOPPING) {
            out.println("Waiting for the last run to stop");
            return awaitFree();
        }
        if (state.isPresent() && state.get().phase() == LauncherState.Phase.READY && hasDeadPart()) {
            out.println("A part of the running stack has died; starting it anew");
            return stop();
        }
        out.println("FLAME is already running" + where() + " on the data folder " + data.root()
                + state.map(running -> " (process " + running.pid() + ")").orElse(""));
        return false;
    }

    /** Asks the launcher that holds the folder to stop and waits for it; whatever is left then is killed. */
    boolean stop() throws InterruptedException {
        Optional<ProcessHandle> launcher = LauncherState.read(data).flatMap(state -> ProcessHandle.of(state.pid()));
        launcher.ifPresent(ProcessHandle::destroy);
        if (awaitFree()) {
            return true;
        }
        launcher.ifPresent(ProcessHandle::destroyForcibly);
        return awaitFree();
    }

    boolean isFree() {
        Optional<FileChannel> claim = data.claim();
        claim.ifPresent(Turn::close);
        return claim.isPresent();
    }

    private boolean awaitFree() throws InterruptedException {
        Instant deadline = Instant.now().plus(STOP_LIMIT);
        while (!isFree()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
    }

    private String where() {
        return Files.exists(data.description())
                ? " at " + Json.read(data.description(), StackDescription.class).baseUrl()
                : "";
    }

    private boolean hasDeadPart() {
        try (Stream<java.nio.file.Path> files = Files.list(data.run())) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .anyMatch(
                            file -> PidFile.read(file).flatMap(PidFile::process).isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(FileChannel claim) {
        try {
            claim.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
