package io.flame.launcher;

import io.flame.provisioning.Provisioning;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "recipient-key",
        description = "Shows the public keys by which capsules are moved between installations; made on first use.",
        mixinStandardHelpOptions = true)
final class TenantKeysCommand implements Callable<Integer> {
    @Mixin
    private ServersOption servers = new ServersOption();

    @Override
    public Integer call() {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            System.out.println("Export to this installation with:  --recipient "
                    + provisioning.capsules().recipientKey());
            System.out.println("Import from this installation with: --trust "
                    + provisioning.capsules().signerKey());
        }
        return 0;
    }
}
