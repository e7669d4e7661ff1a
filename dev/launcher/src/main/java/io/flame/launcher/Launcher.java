package io.flame.launcher;

import io.flame.kernel.Problem;
import io.flame.kernel.Settings.SettingsException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code ./flame}. */
@Command(
        name = "flame",
        description = "Runs FLAME and everything it needs on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            MigrateCommand.class,
            RollbackCommand.class,
            SeedCommand.class,
            TenantCommand.class
        })
public final class Launcher {
    // The root of all loggers; held, because an unused one forgets its level.
    private static final Logger LIBRARIES = Logger.getLogger("");

    private Launcher() {}

    /** Runs one command and exits with its code: 0 done, 1 not done, 2 wrong arguments. */
    public static void main(String[] arguments) {
        LIBRARIES.setLevel(Level.WARNING);
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Launcher()).setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("error: " + reason(failure));
            if (!isExplained(failure)) {
                failure.printStackTrace(command.getErr());
            }
            return 1;
        });
    }

    private static boolean isExplained(Exception failure) {
        return failure instanceof StartFailed || failure instanceof Problem || failure instanceof SettingsException;
    }

    private static String reason(Exception failure) {
        return failure instanceof Problem problem && !problem.errors().isEmpty()
                ? problem.errors().stream()
                        .map(each -> each.field() + " " + each.message())
                        .collect(Collectors.joining("; "))
                : String.valueOf(failure.getMessage());
    }
}
