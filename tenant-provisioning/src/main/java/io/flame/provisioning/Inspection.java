package io.flame.provisioning;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.liquibase.Migrations;
import io.flame.provisioning.TenantState.StepState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Looks at what is really there, not at what was once done. */
record Inspection(Migrations migrations, Database database, KeycloakAdmin keycloak) {

    TenantState of(TenantSummary tenant) {
        TenantId id = TenantId.of(tenant.slug());
        List<StepState> steps = new ArrayList<>();
        steps.add(new StepState(Step.REGISTRY, true, tenant.status()));
        steps.add(secrets(id));
        Optional<String> version = migrations.tenantVersion(tenant.slug());
        boolean current = migrations.isTenantCurrent(tenant.slug());
        steps.add(new StepState(
                Step.SCHEMA,
                current,
                version.map(v -> (current ? "" : "outdated: ") + v).orElse("missing")));
        steps.addAll(keycloak(id, current));
        boolean assistant = current && new FirstAssistant(database).exists(id);
        steps.add(new StepState(Step.ASSISTANT, assistant, assistant ? "present" : "missing"));
        steps.add(new StepState(Step.ACTIVATION, !tenant.status().equals("provisioning"), tenant.status()));
        return new TenantState(tenant, version, steps);
    }

    private StepState secrets(TenantId tenant) {
        boolean present = database.inPlatform(
                tx -> tx.queryOne("SELECT 1 FROM flame.tenant_keys WHERE tenant = ?", row -> true, tenant.slug())
                        .isPresent());
        return new StepState(Step.SECRETS, present, present ? "present" : "missing");
    }

    private List<StepState> keycloak(TenantId tenant, boolean schema) {
        try {
            Optional<String> organization = keycloak.findOrganization(tenant);
            return List.of(
                    new StepState(Step.ORGANIZATION, organization.isPresent(), organization.orElse("missing")),
                    admin(tenant, organization, schema));
        } catch (Problem unavailable) {
            return List.of(
                    new StepState(Step.ORGANIZATION, false, unavailable.detail()),
                    new StepState(Step.ADMIN, false, unavailable.detail()));
        }
    }

    private StepState admin(TenantId tenant, Optional<String> organization, boolean schema) {
        if (organization.isEmpty() || !schema) {
            return new StepState(Step.ADMIN, false, "missing");
        }
        return admins(tenant).stream()
                .filter(id -> keycloak.isMember(organization.get(), id))
                .findFirst()
                .map(id -> new StepState(Step.ADMIN, true, id.toString()))
                .orElseGet(() -> new StepState(Step.ADMIN, false, "missing"));
    }

    private List<UUID> admins(TenantId tenant) {
        return database.inTenant(
                tenant,
                tx -> tx.query(
                        "SELECT id FROM users WHERE role = 'admin' AND is_active ORDER BY created_at LIMIT 20",
                        row -> row.getObject(1, UUID.class)));
    }
}
