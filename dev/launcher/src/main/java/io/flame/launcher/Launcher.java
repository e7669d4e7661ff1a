package io.flame.launcher;

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
    private Launcher() {}

    /** Runs one command and exits with its code: 0 done, 1 not done, 2 wrong arguments. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Launcher()).setExecutionExceptionHandler((failure, command, parsed) -> {
            if (!(failure instanceof StartFailed)) {
                failure.printStackTrace(command.getErr());
            }
            command.getErr().println("error: " + failure.getMessage());
            return 1;
        });
    }
}
