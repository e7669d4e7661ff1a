package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Frees a database folder from the server of an earlier run. A postmaster whose launcher was killed lives on; one that
 * was killed itself leaves {@code postmaster.pid}, which stops the next start when the process id has a new owner.
 */
final class PostgresLock {
    private static final Path PROC = Path.of("/proc");

    private final Path folder;

    PostgresLock(Path folder) {
        this.folder = folder;
    }

    void release() {
        Path lock = folder.resolve("postmaster.pid");
        postmaster(lock).ifPresent(Leftovers::end);
        // Children of a dead postmaster hold its shared memory for a moment, and a new server refuses to start beside.
        inFolder().forEach(Leftovers::end);
        PidFile.delete(lock);
    }

    private Optional<ProcessHandle> postmaster(Path lock) {
        if (!Files.exists(lock)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(lock);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().trim())).filter(this::servesFolder);
        } catch (NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + lock, e);
        }
    }

    private boolean servesFolder(ProcessHandle process) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("postgres") && line.contains(folder.toString()))
                .isPresent();
    }

    /** Every server process changes into its data folder. */
    private List<ProcessHandle> inFolder() {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(this::worksInFolder)
                    .flatMap(process -> ProcessHandle.of(
                            Long.parseLong(process.getFileName().toString()))
                            .stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean worksInFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).equals(folder)
                    && Files.readString(process.resolve("cmdline")).contains("postgres");
        } catch (IOException e) {
            // Gone meanwhile, or somebody else's.
            return false;
        }
    }
}
