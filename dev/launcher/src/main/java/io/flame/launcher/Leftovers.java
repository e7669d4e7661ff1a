package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Stops the children of a launcher that was killed before it could do so itself. */
final class Leftovers {
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

    private static void await(ProcessHandle process) {
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            throw new StartFailed("Process " + process.pid() + " of an earlier run does not end", e);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
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
