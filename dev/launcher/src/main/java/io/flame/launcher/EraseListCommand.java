package io.flame.launcher;

import io.flame.messaging.EraseList;
import io.flame.provisioning.Provisioning;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** To be kept beside the backups. */
@Command(
        name = "erase-list",
        description = "Prints which contacts were erased, as hashes of their ids, for reapply-erasures --list.",
        mixinStandardHelpOptions = true)
final class EraseListCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Override
    public Integer call() {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            new EraseList(provisioning.database()).all().forEach(System.out::println);
        }
        return 0;
    }
}
