package io.flame.provisioning;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Provisioning as it will be one release later, in a process of its own: the same classes, and a change log with one more
 * change set for tenants, which hides the one of this release.
 */
final class NextRelease {
    static final String VERSION = "next-0001";

    private static final String LOG = "io/flame/liquibase/tenant/changelog.yaml";

    private final Path classes;

    /**
     * @param labels of the change set
     * @param sql what it does
     */
    NextRelease(Path classes, String labels, String sql) {
        this.classes = classes;
        write("next.sql", """
                --liquibase formatted sql

                --changeset flame:%s splitStatements:false %s
                %s
                --rollback not required
                """.formatted(VERSION, labels.isEmpty() ? "" : "labels:" + labels, sql));
        write("changelog.yaml", shipped() + "  - include: { file: next.sql, relativeToChangelogFile: true }\n");
    }

    /** {@code ./flame migrate}. */
    Running migrateAll(Map<String, String> settings) {
        return start("migrate", settings);
    }

    /** What a node does every minute. */
    Running cleanUp(Map<String, String> settings) {
        return start("clean-up", settings);
    }

    /** A process and what it says. */
    record Running(Process process, CompletableFuture<String> output) {
        int exitCode() {
            return process.onExit().join().exitValue();
        }

        String said() {
            return output.join();
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }
    }

    private Running start(String what, Map<String, String> settings) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes + File.pathSeparator + System.getProperty("java.class.path"),
                        Main.class.getName(),
                        what)
                .redirectErrorStream(true);
        builder.environment().putAll(settings);
        try {
            Process process = builder.start();
            return new Running(process, CompletableFuture.supplyAsync(() -> read(process)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Process process) {
        try (BufferedReader reader = process.inputReader()) {
            return String.join("\n", reader.lines().toList());
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private void write(String name, String text) {
        try {
            Path file = classes.resolve(LOG).resolveSibling(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shipped() {
        try (InputStream in =
                Objects.requireNonNull(NextRelease.class.getClassLoader().getResourceAsStream(LOG))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process itself. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            try (Provisioning provisioning = new Provisioning(ProvisioningConfig.of(System.getenv()))) {
                if (arguments[0].equals("clean-up")) {
                    provisioning.cleanUp();
                    return;
                }
                MigrationReport report = provisioning.migrateAll(System.out::println);
                System.exit(report.exitCode());
            }
        }
    }
}
