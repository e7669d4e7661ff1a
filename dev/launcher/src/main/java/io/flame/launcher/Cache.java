package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Things that are made once per machine and shared by all data folders: unpacked servers, start-up archives. Lives in
 * {@code FLAME_CACHE}, else {@code XDG_CACHE_HOME/flame}, else {@code ~/.cache/flame}.
 */
record Cache(Path root) {
    private static final Map<Path, Object> MAKING = new ConcurrentHashMap<>();

    static Cache ofUser() {
        String own = System.getenv("FLAME_CACHE");
        if (own != null && !own.isBlank()) {
            return new Cache(Path.of(own));
        }
        String shared = System.getenv("XDG_CACHE_HOME");
        Path base = shared == null || shared.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(shared);
        return new Cache(base.resolve("flame"));
    }

    /**
     * The folder {@code name}, filled by {@code maker} if it is not there. Half made folders are never seen, and of
     * several launchers only one makes it while the others wait.
     */
    Path folder(String name, Consumer<Path> maker) {
        Path folder = root.resolve(name);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(root);
            // A file lock keeps out other processes, not other threads of this one.
            synchronized (MAKING.computeIfAbsent(folder, each -> new Object())) {
                return lockedFolder(folder, maker);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to the cache " + root, e);
        }
    }

    @SuppressWarnings("try")
    private Path lockedFolder(Path folder, Consumer<Path> maker) throws IOException {
        Path lockFile = root.resolve(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            return Files.isDirectory(folder) ? folder : make(folder, maker);
        }
    }

    private Path make(Path folder, Consumer<Path> maker) throws IOException {
        Path draft = root.resolve(folder.getFileName() + ".draft");
        DataFolder.delete(draft);
        Files.createDirectories(draft);
        maker.accept(draft);
        Files.move(draft, folder);
        return folder;
    }
}
