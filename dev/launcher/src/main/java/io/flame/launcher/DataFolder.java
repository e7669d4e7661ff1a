package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where one stack keeps everything: databases, logs, secrets, process files. */
record DataFolder(Path root) {
    DataFolder {
        root = root.toAbsolutePath().normalize();
    }

    Path postgres() {
        return root.resolve("postgres");
    }

    Path redis() {
        return root.resolve("redis");
    }

    Path node(String name) {
        return root.resolve("nodes").resolve(name);
    }

    Path run() {
        return root.resolve("run");
    }

    Path pidFile(String name) {
        return run().resolve(name + ".pid");
    }

    Path launcher() {
        return run().resolve("launcher.json");
    }

    /** The variables that FLAME runs with, for commands beside it. */
    Path environment() {
        return run().resolve("environment.json");
    }

    Path capsules() {
        return root.resolve("capsules").toAbsolutePath();
    }

    Path logs() {
        return root.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name + ".log");
    }

    Path description() {
        return root.resolve("flame.json");
    }

    Secrets secrets() {
        return Secrets.in(root.resolve("secrets.json"));
    }

    void create() {
        try {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            for (Path folder : List.of(run(), logs(), redis())) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create the data folder " + root, e);
        }
    }

    /** Keeps the log of the last run beside the new one. */
    void rotateLog(String name) {
        try {
            if (Files.exists(log(name))) {
                Files.move(log(name), logs().resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot rename " + log(name), e);
        }
    }

    /** The lock that a running launcher holds; empty while another one holds it. The system frees it when it dies. */
    Optional<FileChannel> claim() {
        create();
        try {
            FileChannel channel = FileChannel.open(
                    run().resolve("launcher.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return Optional.of(channel);
            }
            channel.close();
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot lock " + root, e);
        }
    }

    @SuppressWarnings("try")
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            @org.jspecify.annotations.Nullable FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** Deletes everything but the lock that the caller holds. */
    void clear() {
        for (Path folder : List.of(postgres(), redis(), root.resolve("nodes"), capsules(), logs())) {
            delete(folder);
        }
        delete(description());
        delete(root.resolve("secrets.json"));
        create();
    }

    static void delete(Path path) {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        // walk() does not follow symbolic links, so what they point to stays.
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + path, e);
        }
    }
}
