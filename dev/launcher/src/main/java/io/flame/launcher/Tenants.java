package io.flame.launcher;

import io.flame.provisioning.DemoTenant;
import io.flame.provisioning.MigrationReport;
import io.flame.provisioning.MigrationReport.Outcome;
import io.flame.provisioning.Provisioning;
import io.flame.provisioning.ProvisioningConfig;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tenant provisioning on the servers that {@code environment} names with FLAME's own variables. */
record Tenants(Map<String, String> environment) {

    /**
     * Brings the platform's schema and every tenant's to the newest state.
     *
     * @throws StartFailed naming the schemas that could not be migrated
     */
    void migrate(Consumer<Outcome> heard) {
        try (Provisioning provisioning = open()) {
            check(provisioning.migrateAll(heard));
        }
    }

    /** Takes every schema back to the tag, or by one change set. */
    void rollback(@Nullable String tag, Consumer<Outcome> heard) {
        try (Provisioning provisioning = open()) {
            check(provisioning.rollback(tag, heard));
        }
    }

    /** Makes the demo tenants where they are missing; their people sign in with passwords from the secrets. */
    List<StackDescription.DemoTenant> seed(Secrets secrets) {
        try (Provisioning provisioning = open()) {
            return provisioning.seedDemo(email -> secrets.password("user." + email)).stream()
                    .map(Tenants::described)
                    .toList();
        }
    }

    Provisioning open() {
        return new Provisioning(ProvisioningConfig.of(environment));
    }

    private static void check(MigrationReport report) {
        if (!report.failures().isEmpty()) {
            throw new StartFailed(report.failures().stream()
                    .map(outcome -> outcome.schema() + ": " + outcome.error().orElse(""))
                    .collect(Collectors.joining(
                            System.lineSeparator(), "Migrations failed:" + System.lineSeparator(), "")));
        }
    }

    private static StackDescription.DemoTenant described(DemoTenant tenant) {
        return new StackDescription.DemoTenant(
                tenant.slug(),
                tenant.schema(),
                login(tenant, "admin"),
                login(tenant, "agent"),
                tenant.integrations().stream().map(Tenants::described).toList());
    }

    private static StackDescription.Login login(DemoTenant tenant, String role) {
        return tenant.people().stream()
                .filter(person -> person.role().equals(role))
                .findFirst()
                .map(person -> new StackDescription.Login(person.email(), person.password()))
                .orElseThrow(() -> new StartFailed("The demo tenant " + tenant.slug() + " has no " + role));
    }

    private static StackDescription.DemoIntegration described(DemoTenant.Channel channel) {
        return new StackDescription.DemoIntegration(
                channel.id().toString(),
                channel.platform(),
                channel.externalId(),
                channel.appSecret(),
                channel.verifyToken(),
                null);
    }
}
