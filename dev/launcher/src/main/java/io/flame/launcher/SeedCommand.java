package io.flame.launcher;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "seed", description = "Makes the demo tenants where they are missing.", mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Override
    public Integer call() {
        new Tenants(servers.environment())
                .seed(servers.secrets())
                .forEach(tenant -> System.out.printf(
                        "%-12s %-26s %s%n",
                        tenant.slug(), tenant.admin().email(), tenant.admin().password()));
        return 0;
    }
}
