package io.flame.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "migrate",
        description = "Brings the platform schema and every tenant's schema to the newest state.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Override
    public Integer call() {
        Provisionings.installed().migrate(servers.environment());
        System.out.println("All schemas are up to date");
        return 0;
    }
}
