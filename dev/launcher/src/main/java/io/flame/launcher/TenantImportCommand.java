package io.flame.launcher;

import io.flame.provisioning.CapsuleReport;
import io.flame.provisioning.CapsuleTrust;
import io.flame.provisioning.Provisioning;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "import",
        description =
                "Makes a tenant of a capsule. It arrives suspended; the same command goes on with what was cut off.",
        mixinStandardHelpOptions = true)
final class TenantImportCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--as", paramLabel = "SLUG", description = "its name here (default: the one it had)")
    private @Nullable String slug;

    @Option(
            names = "--trust",
            paramLabel = "KEY",
            description = "the signer key of an installation whose capsules are believed; this one's own always are")
    private Set<String> trust = Set.of();

    @Option(names = "--untrusted", description = "take it whoever has signed it")
    private boolean untrusted;

    @Override
    public Integer call() {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            String target = slug == null ? file.getFileName().toString() : slug;
            CapsuleTrust trusted = new CapsuleTrust(untrusted, Set.copyOf(trust));
            print(provisioning.audited("tenant import", target, () -> provisioning
                    .capsules()
                    .read(file, Optional.ofNullable(slug), trusted)));
        }
        return 0;
    }

    private static void print(CapsuleReport report) {
        report.tables()
                .forEach(table -> System.out.printf(
                        "  %-28s %10d rows, as in the manifest (%s…)%n",
                        table.name(), table.rows(), table.sha256().substring(0, 12)));
        System.out.printf(
                "The tenant %s is here, suspended: %d rows, %d accounts made, %d linked, %d routes, %d unsent messages held%n",
                report.tenant(),
                report.rows(),
                report.accountsCreated(),
                report.accountsLinked(),
                report.routes(),
                report.heldMessages());
    }
}
