package io.flame.provisioning;

import io.flame.identity.Role;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.liquibase.Migrations;
import org.jspecify.annotations.Nullable;

/**
 * The steps that make a tenant. Each looks for what is there and adds what is missing, so the saga can be run again from
 * the beginning, by anybody, wherever it was cut off.
 */
record TenantSaga(
        Database database,
        Registry registry,
        SagaLog log,
        Secrets secrets,
        Migrations migrations,
        KeycloakAdmin keycloak,
        People people) {

    /** Where the administrator's password waits, sealed, until there is an administrator. */
    static final String PASSWORD_PLACE = "provisioning/admin";

    /** How a person who may exist is treated. */
    @FunctionalInterface
    interface Welcome {
        CreatedUser admin(People people, People.Person person, String organizationId);
    }

    /** Takes hold of the tenant, which may be there already, and does every step. */
    CreatedTenant run(NewTenant tenant, String plan, boolean force, AssistantTemplate template, Welcome welcome) {
        TenantSummary row = database.inPlatform(tx -> {
            TenantSummary found = registry.ensure(tenant, plan);
            log.begin(tx, tenant, force);
            return found;
        });
        boolean madeUp = tenant.adminPassword() == null;
        NewTenant asked = madeUp ? tenant.withPassword(Passwords.random()) : tenant;
        CreatedTenant created = resume(row, asked, template, welcome);
        return madeUp ? created.showing(asked.adminPassword()) : created;
    }

    /** Does every step for a tenant that this process holds. A password that is not known is made up only for a new account. */
    CreatedTenant resume(TenantSummary row, NewTenant tenant, AssistantTemplate template, Welcome welcome) {
        try {
            CreatedTenant created = steps(row, tenant, template, welcome);
            log.finish(tenant.id());
            return created;
        } catch (RuntimeException failure) {
            log.fail(tenant.id(), failure);
            throw failure;
        }
    }

    private CreatedTenant steps(TenantSummary row, NewTenant tenant, AssistantTemplate template, Welcome welcome) {
        TenantId id = tenant.id();
        log.run(id, Step.REGISTRY, row::id);
        log.run(id, Step.SECRETS, () -> keepPassword(id, tenant.adminPassword()));
        log.run(id, Step.SCHEMA, () -> schema(id));
        String organization = log.run(id, Step.ORGANIZATION, () -> organization(row, id));
        CreatedUser admin = log.run(id, Step.ADMIN, () -> welcome.admin(people, admin(tenant), organization));
        log.run(id, Step.ASSISTANT, () -> assistant(tenant, admin, template));
        log.run(id, Step.ACTIVATION, () -> activate(id));
        return new CreatedTenant(tenant.slug(), row.id(), row.name(), id.schema(), organization, admin);
    }

    private boolean keepPassword(TenantId tenant, @Nullable String password) {
        String sealed = secrets.seal(tenant, PASSWORD_PLACE, String.valueOf(password));
        if (password != null) {
            log.keepPassword(tenant, sealed);
        }
        return true;
    }

    private boolean schema(TenantId tenant) {
        migrations.createTenantSchema(tenant.slug());
        registry.migrated(tenant, migrations.tenantVersion(tenant.slug()).orElse(null), null);
        return true;
    }

    private String organization(TenantSummary row, TenantId tenant) {
        String organization = keycloak.ensureOrganization(tenant, row.name(), row.id());
        registry.setOrganization(tenant, organization);
        return organization;
    }

    private boolean assistant(NewTenant tenant, CreatedUser admin, AssistantTemplate template) {
        new FirstAssistant(database).ensure(tenant, admin.id(), template);
        return true;
    }

    private boolean activate(TenantId tenant) {
        registry.activate(tenant);
        return true;
    }

    private static People.Person admin(NewTenant tenant) {
        return new People.Person(
                tenant.id(), tenant.adminEmail(), tenant.adminName(), Role.ADMIN, tenant.adminPassword(), "admin");
    }
}
