package io.flame.launcher;

import io.flame.provisioning.MigrationReport.Outcome;
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
        new Tenants(servers.environment()).migrate(MigrateCommand::print);
        return 0;
    }

    static void print(Outcome outcome) {
        System.out.printf(
                "%-44s %6d ms  %s%n",
                outcome.schema(), outcome.took().toMillis(), outcome.failed() ? "failed" : "up to date");
    }
}
