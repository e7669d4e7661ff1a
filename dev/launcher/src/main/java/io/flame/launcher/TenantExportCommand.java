package io.flame.launcher;

import io.flame.provisioning.CapsuleManifest;
import io.flame.provisioning.Provisioning;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Writes a whole suspended tenant into one archive, its capsule.",
        mixinStandardHelpOptions = true)
final class TenantExportCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Parameters(paramLabel = "SLUG")
    private String slug = "";

    @Option(names = "--to", paramLabel = "FILE", description = "where to (default: SLUG.capsule)")
    private @Nullable Path file;

    @Option(
            names = "--recipient",
            paramLabel = "KEY",
            description = "from 'tenant recipient-key' on the installation it is for (default: this one's own)")
    private @Nullable String recipient;

    @Override
    public Integer call() {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            Path target = (file == null ? Path.of(slug + ".capsule") : file).toAbsolutePath();
            CapsuleManifest manifest = provisioning.audited("tenant export", slug, () -> provisioning
                    .capsules()
                    .write(slug, target, Optional.ofNullable(recipient)));
            manifest.tables().forEach(table -> System.out.printf("  %-36s %10d rows%n", table.name(), table.rows()));
            System.out.println(target + " is signed by " + manifest.signer());
        }
        return 0;
    }
}
