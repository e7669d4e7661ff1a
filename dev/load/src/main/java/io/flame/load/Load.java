package io.flame.load;

import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The workloads behind {@code ./flame bench} that need no reference to compare with. */
@Command(
        name = "flame bench",
        description = "Measures tenants and identity on a stack of its own.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TenantsLoad.class,
            MigrationsLoad.class,
            OutageLoad.class,
            GuessesLoad.class,
            TokenLoad.class
        })
public final class Load {
    // Held, because a logger that nobody uses forgets its level.
    private static final Logger LIBRARIES = Logger.getLogger("");

    private Load() {}

    /** Runs one workload and exits with 0 when every bar is kept, 1 when one is missed, 2 for wrong arguments. */
    public static void main(String[] arguments) {
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(new CommandLine(new Load()).execute(arguments));
    }
}
