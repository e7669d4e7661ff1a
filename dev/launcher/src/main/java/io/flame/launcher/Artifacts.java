package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the build has made and the stack runs; every path says what to do when the file is not there. */
record Artifacts(Path repository) {
    private static final String HOME_PROPERTY = "flame.home";

    /** In the repository that {@code -Dflame.home} names, else the one that holds the working folder or this class. */
    static Artifacts find() {
        String home = System.getProperty(HOME_PROPERTY);
        if (home != null) {
            return new Artifacts(Path.of(home).toAbsolutePath().normalize());
        }
        return Stream.of(Path.of("").toAbsolutePath(), codeOf(Artifacts.class))
                .map(Artifacts::repositoryAbove)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(Artifacts::new)
                .orElseThrow(() -> new StartFailed("Cannot find the repository; pass -D" + HOME_PROPERTY));
    }

    Path war() {
        return newest(repository.resolve("ear/target"), "flame.war");
    }

    Path twins() {
        return newest(repository.resolve("dev/twins/target"), "flame-twins.jar");
    }

    Path payaraMicro() {
        return newest(servers(), "payara-micro-*.jar");
    }

    Path payaraSettings() {
        return repository.resolve("ear/src/main/payara/preboot.txt");
    }

    Path keycloak() {
        return newest(servers(), "keycloak-quarkus-dist-*.zip");
    }

    Path dataFolder() {
        return repository.resolve(".flame");
    }

    /** The name of the jar a class came from, without {@code .jar}: {@code embedded-redis-1.4.4}. */
    static String jarNameOf(Class<?> type) {
        return codeOf(type).getFileName().toString().replaceAll("\\.jar$", "");
    }

    private Path servers() {
        return repository.resolve("dev/launcher/target/servers");
    }

    private static @Nullable Path repositoryAbove(Path start) {
        for (Path each = start; each != null; each = each.getParent()) {
            if (Files.exists(each.resolve("flame")) && Files.exists(each.resolve("dev/launcher/pom.xml"))) {
                return each;
            }
        }
        return null;
    }

    private static Path codeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path newest(Path folder, String glob) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        if (!Files.isDirectory(folder)) {
            throw missing(folder, glob);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> matcher.matches(file.getFileName()))
                    .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
                    .orElseThrow(() -> missing(folder, glob));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StartFailed missing(Path folder, String glob) {
        return new StartFailed("There is no " + folder + "/" + glob + "; run ./flame build");
    }
}
