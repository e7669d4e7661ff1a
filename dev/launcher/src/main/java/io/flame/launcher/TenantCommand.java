package io.flame.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

@Command(name = "tenant", description = "tenant create|list|show …: the life of a tenant.")
final class TenantCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    /** Understood by provisioning, which has commands of its own. */
    @Unmatched
    List<String> arguments = new ArrayList<>();

    @Override
    public Integer call() {
        return Provisionings.installed().tenant(servers.environment(), arguments);
    }
}
