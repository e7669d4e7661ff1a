package io.flame.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a program to its end. */
final class Shell {
    private Shell() {}

    /**
     * Runs the program; an interrupt ends it.
     *
     * @throws StartFailed with its output if it cannot be run or its exit code is not 0
     */
    static void run(Path folder, Map<String, String> environment, List<String> arguments) {
        try {
            // A file rather than a pipe: reading a pipe cannot be interrupted.
            Path output = Files.createTempFile("flame-", ".out");
            try {
                await(start(folder, environment, arguments, output), arguments.getFirst(), output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new StartFailed("Cannot run " + arguments.getFirst() + ": " + e.getMessage(), e);
        }
    }

    private static Process start(Path folder, Map<String, String> environment, List<String> arguments, Path output)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void await(Process process, String program, Path output) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new StartFailed(program + " ended with exit code " + process.exitValue() + ":"
                        + System.lineSeparator() + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Leftovers.end(process.toHandle());
            Thread.currentThread().interrupt();
            throw new StartFailed("Interrupted while running " + program, e);
        }
    }
}
