package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An operator's command line, on the servers of an installation. */
record Console(Installation installation) {

    /** How a command has ended. */
    record Ended(int code, String said) {}

    /** What a command says that must not fail. */
    String run(String... command) {
        Ended ended = attempt(command);
        assertThat(ended.code()).as(ended.said()).isZero();
        return ended.said();
    }

    Ended attempt(String... command) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of(System.getProperty("flame.root"), "dev/launcher/target/flame-launcher.jar")
                        .toString()));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(installation.stack.environment());
        try {
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
