package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Stops the children of a launcher that was killed before it could do so itself. */
final class Leftovers {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path folder;

    Leftovers(Path folder) {
        this.folder = folder;
    }

    /** Stops every process that the folder's files name and that is really that process; deletes the files. */
    List<String> stop() {
        List<String> stopped = new ArrayList<>();
        for (Path file : files()) {
            PidFile.read(file).flatMap(PidFile::process).ifPresent(process -> {
                end(process);
                stopped.add(nameOf(file));
            });
            PidFile.delete(file);
        }
        return stopped;
    }

    static void end(ProcessHandle process) {
        List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
        family.add(process);
        // A paused process does not hear TERM; KILL reaches it anyway.
        family.forEach(ProcessHandle::destroyForcibly);
        family.forEach(Leftovers::await);
    }

    // ProcessHandle.onExit looks at a process that is not a child only every few seconds.
    private static void await(ProcessHandle process) {
        Instant deadline = Instant.now().plus(LIMIT);
        while (process.isAlive()) {
            if (Instant.now().isAfter(deadline)) {
                throw new StartFailed("Process " + process.pid() + " of an earlier run does not end");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".pid"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".pid".length());
    }
}
