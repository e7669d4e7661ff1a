package io.flame.launcher;

import io.flame.provisioning.CreatedTenant;
import io.flame.provisioning.NewTenant;
import io.flame.provisioning.Provisioning;
import io.flame.provisioning.TenantState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tenant",
        description = "The life of a tenant.",
        subcommands = AuditVerifyCommand.class,
        mixinStandardHelpOptions = true)
final class TenantCommand {
    @Command(
            name = "create",
            description = "Creates a tenant with its first administrator.",
            mixinStandardHelpOptions = true)
    int create(
            @Mixin ServersOption servers,
            @Parameters(paramLabel = "SLUG", description = "stable name: a-z, 0-9 and _") String slug,
            @Option(names = "--name", description = "what people call it (default: the slug)") @Nullable String name,
            @Option(names = "--locale", defaultValue = "es", description = "es or en (default: ${DEFAULT-VALUE})")
                    String locale,
            @Option(names = "--time-zone", defaultValue = "UTC", description = "IANA name (default: ${DEFAULT-VALUE})")
                    String timeZone,
            @Option(names = "--admin-email", required = true, description = "the administrator signs in with it")
                    String adminEmail,
            @Option(names = "--admin-name", defaultValue = "Admin", description = "(default: ${DEFAULT-VALUE})")
                    String adminName,
            @Option(names = "--admin-password", description = "made up and shown when absent") @Nullable
                    String adminPassword) {
        NewTenant tenant =
                new NewTenant(slug, name == null ? slug : name, locale, timeZone, adminEmail, adminName, adminPassword);
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            print(provisioning.create(tenant));
        }
        return 0;
    }

    @Command(name = "list", description = "Lists all tenants.", mixinStandardHelpOptions = true)
    int list(@Mixin ServersOption servers) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            provisioning
                    .list()
                    .forEach(tenant -> System.out.printf(
                            "%-20s %-13s %-6s %-24s %s%n",
                            tenant.slug(), tenant.status(), tenant.locale(), tenant.timeZone(), tenant.name()));
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows what is there of a tenant; exit code 0 if nothing is missing.",
            mixinStandardHelpOptions = true)
    int show(@Mixin ServersOption servers, @Parameters(paramLabel = "SLUG") String slug) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            TenantState state = provisioning.show(slug);
            System.out.println(state.tenant().slug() + ": " + state.tenant().name());
            state.steps()
                    .forEach(step -> System.out.printf(
                            "  %-14s %-8s %s%n",
                            step.step().name().toLowerCase(java.util.Locale.ROOT),
                            step.done() ? "done" : "missing",
                            step.detail()));
            return state.complete() ? 0 : 1;
        }
    }

    private static void print(CreatedTenant created) {
        System.out.println("The tenant " + created.slug() + " is ready (schema " + created.schema() + ")");
        String password = created.admin().generatedPassword();
        System.out.println("  administrator: " + created.admin().email()
                + (password == null ? "" : ", password " + password + " (shown only now)"));
    }
}
