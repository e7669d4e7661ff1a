package io.flame.provisioning;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where the nodes keep capsules: those that were written, and those that were uploaded until they are read. */
record CapsuleFolder(Path path, long mostBytes) {
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);
    private static final Pattern OURS =
            Pattern.compile("[a-z][a-z0-9_]{1,39}-[0-9a-f-]{36}\\.(capsule|upload)((\\.[0-9a-f-]{36})?\\.part)?");
    private static final int BUFFER = 1 << 16;
    private static final int MIB = 20;

    static CapsuleFolder of(Settings settings) {
        String path = settings.optional("FLAME_CAPSULE_DIR")
                .orElseThrow(() -> Problem.unavailable(
                        "This node has no FLAME_CAPSULE_DIR and can keep no capsules", Duration.ofMinutes(1), null));
        return new CapsuleFolder(
                Path.of(path), (long) settings.integer("FLAME_CAPSULE_MAX_MIB", 51_200, 1, 1 << 30) << MIB);
    }

    static String export(String slug, UUID id) {
        return slug + "-" + id + ".capsule";
    }

    static String upload(String slug, UUID id) {
        return slug + "-" + id + ".upload";
    }

    /** Names that this class has not made lead nowhere. */
    Path file(String name) {
        if (!OURS.matcher(name).matches()) {
            throw Problem.notFound();
        }
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException("FLAME_CAPSULE_DIR cannot be made", e);
        }
        return path.resolve(name);
    }

    /** Takes an upload as it comes; half of one is never found under the name. */
    Path take(String name, InputStream body) throws IOException {
        Path part = file(name + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                copy(body, out);
            }
            return Files.move(part, file(name));
        } finally {
            Capsules.delete(part);
        }
    }

    private void copy(InputStream body, OutputStream out) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            bytes += count;
            if (bytes > mostBytes) {
                throw Problem.of(ProblemCode.BODY_TOO_LARGE, "A capsule may have at most " + mostBytes + " bytes");
            }
            out.write(buffer, 0, count);
        }
    }

    List<String> names() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> OURS.matcher(name).matches())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("FLAME_CAPSULE_DIR cannot be read", e);
        }
    }

    /** Removes what belongs to no run any more. */
    void sweep(List<String> wanted) {
        for (String name : names()) {
            if (!wanted.contains(name) && isOld(path.resolve(name))) {
                Capsules.delete(path.resolve(name));
            }
        }
    }

    private static boolean isOld(Path file) {
        try {
            return Files.getLastModifiedTime(file)
                    .toInstant()
                    .isBefore(Instant.now().minus(LEFT_BEHIND));
        } catch (IOException gone) {
            return false;
        }
    }
}
