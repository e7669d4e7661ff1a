package io.flame.load;

import io.flame.launcher.Launcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One {@code ./flame migrate} of another version, in a process of its own. */
final class Migrator {
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;

    private Migrator(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    static Migrator start(NextVersion version, Map<String, String> environment) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                version.classPath(),
                Launcher.class.getName(),
                "migrate");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return new Migrator(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its exit code. */
    int await() throws InterruptedException {
        int code = process.waitFor();
        reader.join();
        return code;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Like {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        await();
    }

    /** What it has said. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            add("its output ended: " + e.getMessage());
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
    }
}
