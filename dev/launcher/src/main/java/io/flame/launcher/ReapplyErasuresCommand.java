package io.flame.launcher;

import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.Secrets;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.messaging.EraseList;
import io.flame.messaging.Erasures;
import io.flame.messaging.ReceiptKey;
import io.flame.provisioning.Provisioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** To be run after an older state of a tenant was restored or imported. */
@Command(
        name = "reapply-erasures",
        description = "Erases again the contacts that a restore or an import has brought back.",
        mixinStandardHelpOptions = true)
final class ReapplyErasuresCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Parameters(paramLabel = "SLUG", description = "the tenant")
    private String slug = "";

    @Option(
            names = "--list",
            paramLabel = "FILE",
            description = "what erase-list has printed: for a restore that has taken the list back too")
    private @Nullable Path list;

    @Override
    public Integer call() throws IOException {
        Map<String, String> environment = servers.environment();
        List<String> known = list == null ? List.of() : lines(list);
        try (Provisioning provisioning = new Tenants(environment).open()) {
            Database database = provisioning.database();
            Secrets secrets = new Secrets(database, Settings.of(environment));
            Erasures erasures =
                    new Erasures(database, new EventLog(new Doorbell()), new ReceiptKey(secrets), Clock.systemUTC());
            int erased = provisioning.audited("tenant reapply-erasures", slug, () -> {
                TenantId tenant = TenantId.of(provisioning.life().get(slug).slug());
                if (list != null) {
                    System.out.println(new EraseList(database).add(known) + " erasures taken over from " + list);
                }
                return erasures.reapply(tenant);
            });
            System.out.println(slug + ": " + erased + " contacts erased again");
        }
        return 0;
    }

    private static List<String> lines(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
        }
    }
}
