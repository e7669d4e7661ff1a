package io.flame.launcher;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;

/**
 * What the launcher that holds a data folder is doing, for other launchers to read.
 *
 * @param pid its process id
 * @param startedAt when it started, milliseconds since 1970
 * @param phase how far it is
 */
record LauncherState(long pid, long startedAt, Phase phase) {
    enum Phase {
        STARTING,
        READY,
        STOPPING
    }

    static void write(DataFolder data, Phase phase) {
        PidFile self = PidFile.of(ProcessHandle.current());
        Json.write(data.launcher(), new LauncherState(self.pid(), self.startedAt(), phase));
    }

    /** Of the launcher that lives; empty when there is none. */
    static Optional<LauncherState> read(DataFolder data) {
        if (!Files.exists(data.launcher())) {
            return Optional.empty();
        }
        try {
            LauncherState state = Json.read(data.launcher(), LauncherState.class);
            return new PidFile(state.pid, state.startedAt).process().map(process -> state);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
