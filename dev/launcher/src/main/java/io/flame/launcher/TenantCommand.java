package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.IfMatch;
import io.flame.kernel.KeyRotation;
import io.flame.provisioning.CreatedTenant;
import io.flame.provisioning.NewTenant;
import io.flame.provisioning.Provisioning;
import io.flame.provisioning.ProvisioningProgress;
import io.flame.provisioning.TenantLife;
import io.flame.provisioning.TenantState;
import io.flame.provisioning.TenantSummary;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "tenant",
        description = "The life of a tenant.",
        subcommands = {
            AuditVerifyCommand.class,
            EraseListCommand.class,
            ReapplyErasuresCommand.class,
            TenantExportCommand.class,
            TenantImportCommand.class,
            TenantKeysCommand.class
        },
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
            @Option(
                            names = "--plan",
                            defaultValue = "unlimited",
                            description = "starter, business or unlimited (default: ${DEFAULT-VALUE})")
                    String plan,
            @Option(names = "--admin-password", description = "made up and shown when absent") @Nullable
                    String adminPassword) {
        NewTenant tenant =
                new NewTenant(slug, name == null ? slug : name, locale, timeZone, adminEmail, adminName, adminPassword);
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            print(provisioning.audited("tenant create", slug, () -> provisioning.create(tenant, plan)));
        }
        return 0;
    }

    @Command(name = "list", description = "Lists all tenants.", mixinStandardHelpOptions = true)
    int list(@Mixin ServersOption servers) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            provisioning.list().forEach(TenantCommand::print);
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
            print(state.tenant());
            state.steps()
                    .forEach(step -> System.out.printf(
                            "  %-14s %-8s %s%n",
                            step.step().name().toLowerCase(java.util.Locale.ROOT),
                            step.done() ? "done" : "missing",
                            step.detail()));
            provisioning
                    .life()
                    .progress(slug)
                    .flatMap(ProvisioningProgress::error)
                    .ifPresent(System.out::println);
            return state.complete() ? 0 : 1;
        }
    }

    @Command(
            name = "suspend",
            description = "Shuts a tenant: nobody gets in, nothing is sent; what customers write is kept.",
            mixinStandardHelpOptions = true)
    int suspend(@Mixin ServersOption servers, @Parameters(paramLabel = "SLUG") String slug) {
        return each(servers, "tenant suspend", slug, TenantLife::suspend);
    }

    @Command(
            name = "resume",
            description = "Opens a suspended tenant again; what has waited goes on.",
            mixinStandardHelpOptions = true)
    int resume(@Mixin ServersOption servers, @Parameters(paramLabel = "SLUG") String slug) {
        return each(servers, "tenant resume", slug, TenantLife::resume);
    }

    @Command(
            name = "change",
            description = "Gives a tenant another name, plan or limit.",
            mixinStandardHelpOptions = true)
    int change(
            @Mixin ServersOption servers,
            @Parameters(paramLabel = "SLUG") String slug,
            @Option(names = "--name", description = "what people call it") @Nullable String name,
            @Option(names = "--plan", description = "starter, business or unlimited") @Nullable String plan,
            @Option(
                            names = "--quota",
                            paramLabel = "LIMIT=N",
                            description =
                                    "a limit of its own instead of its plan's, none for no limit, plan for the plan's"
                                            + " again: messages, aiTokens, assistants, seats, storage (bytes),"
                                            + " requestsPerMinute")
                    @Nullable
                    Map<String, String> quotas) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            TenantLife life = provisioning.life();
            TenantSummary changed = provisioning.audited("tenant change", slug, () -> {
                TenantSummary present = life.get(slug);
                Optional<JsonNode> own = Optional.ofNullable(quotas).map(given -> Quotas.onto(present.quotas(), given));
                return life.change(
                        slug,
                        new TenantLife.Change(Optional.ofNullable(name), Optional.ofNullable(plan), own),
                        IfMatch.of(present.etag()));
            });
            print(changed);
            System.out.println("  limits of its own: " + changed.quotas());
        }
        return 0;
    }

    @Command(
            name = "delete",
            description = "Shuts a tenant; a node removes it for good when the grace is over.",
            mixinStandardHelpOptions = true)
    int delete(@Mixin ServersOption servers, @Parameters(paramLabel = "SLUG") String slug) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            provisioning
                    .audited("tenant delete", slug, () -> provisioning.life().delete(slug))
                    .ifPresentOrElse(
                            TenantCommand::print, () -> System.out.println(slug + " was unfinished and is gone"));
        }
        return 0;
    }

    @Command(
            name = "restore",
            description = "Takes a deleted tenant back as long as its grace lasts.",
            mixinStandardHelpOptions = true)
    int restore(@Mixin ServersOption servers, @Parameters(paramLabel = "SLUG") String slug) {
        return each(servers, "tenant restore", slug, TenantLife::restore);
    }

    @Command(
            name = "rewrap-secrets",
            description =
                    "Seals with FLAME_MASTER_KEY what one of FLAME_FORMER_MASTER_KEYS has sealed; exit code 0 when"
                            + " the former keys are not needed any more.",
            mixinStandardHelpOptions = true)
    int rewrapSecrets(@Mixin ServersOption servers) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            KeyRotation.Report report =
                    provisioning.audited("tenant rewrap-secrets", null, provisioning::rewrapSecrets);
            System.out.println(
                    report.sealedAnew() + " sealed anew, " + report.current() + " were sealed with it already");
            report.unreadable().forEach(name -> System.out.println("  no known key opens that of " + name));
            return report.unreadable().isEmpty() ? 0 : 1;
        }
    }

    private static int each(
            ServersOption servers, String action, String slug, BiFunction<TenantLife, String, TenantSummary> deed) {
        try (Provisioning provisioning = new Tenants(servers.environment()).open()) {
            print(provisioning.audited(action, slug, () -> deed.apply(provisioning.life(), slug)));
        }
        return 0;
    }

    private static void print(TenantSummary tenant) {
        System.out.printf(
                "%-20s %-13s %-10s %-6s %-24s %s%s%n",
                tenant.slug(),
                tenant.status(),
                tenant.plan(),
                tenant.locale(),
                tenant.timeZone(),
                tenant.name(),
                tenant.deleteAfter().map(day -> " (gone after " + day + ")").orElse(""));
        tenant.migrationError().ifPresent(error -> System.out.println("  not migrated: " + error));
    }

    private static void print(CreatedTenant created) {
        System.out.println("The tenant " + created.slug() + " is ready (schema " + created.schema() + ")");
        String password = created.admin().generatedPassword();
        System.out.println("  administrator: " + created.admin().email()
                + (password == null ? "" : ", password " + password + " (shown only now)"));
    }
}
