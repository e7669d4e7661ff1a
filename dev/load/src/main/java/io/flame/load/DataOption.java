package io.flame.load;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a workload keeps its servers' data. */
final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "target/load",
            description = "folder for the servers' data; emptied first (default: ${DEFAULT-VALUE})")
    private Path folder = Path.of("target/load");

    Path folder() {
        return folder;
    }
}
