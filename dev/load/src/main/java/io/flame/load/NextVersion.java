package io.flame.load;

import io.flame.launcher.Launcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * FLAME as it would be one release later: the same classes with one more change set for tenants. The longer change log
 * lies before the shipped one on the class path and hides it.
 */
final class NextVersion {
    private static final String FOLDER = "io/flame/liquibase/tenant/";
    private static final String LOG = FOLDER + "changelog.yaml";

    private final Path classes;
    private final String id;
    private String log;

    /** @param folder is written to */
    NextVersion(Path folder, String id) {
        this.classes = folder.resolve(id).toAbsolutePath();
        this.id = id;
        this.log = shippedLog();
    }

    /** What a change set of each schema does, in one statement. */
    NextVersion with(String statement) {
        String name = "load/" + id + ".sql";
        write(FOLDER + name, """
                --liquibase formatted sql

                --changeset flame:%s splitStatements:false
                %s
                --rollback not required
                """.formatted(id, statement));
        log += "  - include: { file: %s, relativeToChangelogFile: true }%n".formatted(name);
        write(LOG, log);
        return this;
    }

    /** Takes over what an earlier version of this kind has. */
    NextVersion after(NextVersion earlier) {
        log = earlier.log;
        copy(earlier.classes.resolve(FOLDER + "load"), classes.resolve(FOLDER + "load"));
        return this;
    }

    /** The change set's id, which is also the version of the schemas that have it. */
    String id() {
        return id;
    }

    /** A class path on which the launcher is of this version. */
    String classPath() {
        return classes + java.io.File.pathSeparator + codeOfLauncher();
    }

    /** The application of this version. */
    Path war(Path shipped) {
        Path war = classes.resolveSibling(id + ".war");
        try {
            Files.copy(shipped, war, StandardCopyOption.REPLACE_EXISTING);
            try (FileSystem inside = FileSystems.newFileSystem(war)) {
                copy(classes.resolve(FOLDER), inside.getPath("WEB-INF/classes", FOLDER));
            }
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) {
        try {
            Path file = classes.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shippedLog() {
        try (InputStream in = Objects.requireNonNull(
                ClassLoader.getSystemClassLoader().getResourceAsStream(LOG), "no change log on the class path")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path codeOfLauncher() {
        return Path.of(
                Launcher.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
