package io.flame.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --data DIR}, which every command has. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "folder of databases, logs and secrets (default: .flame in the repository)")
    @Nullable
    Path folder;

    DataFolder data() {
        return new DataFolder(folder == null ? Artifacts.find().dataFolder() : folder);
    }
}
