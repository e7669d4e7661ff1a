package io.flame.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How to start one child process.
 *
 * @param arguments the program and its arguments
 * @param environment variables on top of the launcher's own
 */
record Command(List<String> arguments, Map<String, String> environment) {
    private static final Path SETSID = Path.of("/usr/bin/setsid");

    Command {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    static Command of(List<String> arguments) {
        return new Command(arguments, Map.of());
    }

    Process start(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(detached())
                .redirectErrorStream(true)
                .redirectInput(new java.io.File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Ctrl-C reaches every process of the terminal's group; children are stopped in order by the launcher instead. */
    private List<String> detached() {
        if (!Files.isExecutable(SETSID)) {
            return arguments;
        }
        List<String> detached = new ArrayList<>();
        detached.add(SETSID.toString());
        detached.addAll(arguments);
        return detached;
    }
}
