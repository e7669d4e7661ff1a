package io.flame.provisioning;

import io.flame.identity.Role;
import io.flame.liquibase.Migrations;

/** The steps that make a tenant. Each looks for what is there and adds what is missing, so the saga can be run again. */
record TenantSaga(
        Registry registry, Migrations migrations, KeycloakAdmin keycloak, People people, FirstAssistant assistant) {

    /** How a person who may exist is treated. */
    @FunctionalInterface
    interface Welcome {
        CreatedUser admin(People people, People.Person person, String organizationId);
    }

    CreatedTenant run(NewTenant tenant, AssistantTemplate template, Welcome welcome) {
        TenantSummary row = registry.ensure(tenant);
        migrations.createTenantSchema(tenant.slug());
        String organization = keycloak.ensureOrganization(tenant.id(), row.name(), row.id());
        registry.setOrganization(tenant.id(), organization);
        CreatedUser admin = welcome.admin(people, admin(tenant), organization);
        assistant.ensure(tenant, admin.id(), template);
        registry.activate(tenant.id());
        return new CreatedTenant(
                tenant.slug(), row.id(), row.name(), tenant.id().schema(), organization, admin);
    }

    private static People.Person admin(NewTenant tenant) {
        return new People.Person(
                tenant.id(), tenant.adminEmail(), tenant.adminName(), Role.ADMIN, tenant.adminPassword(), "admin");
    }
}
