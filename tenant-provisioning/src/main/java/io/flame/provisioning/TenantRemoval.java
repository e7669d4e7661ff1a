package io.flame.provisioning;

import io.flame.kernel.TenantId;
import io.flame.liquibase.Migrations;

/**
 * Takes back what the saga has made, last things first, wherever the saga or an earlier removal was cut off. What is gone
 * already is no error.
 */
record TenantRemoval(Registry registry, SagaLog log, Migrations migrations, KeycloakAdmin keycloak) {

    /** Takes hold of the tenant and removes it; an import that has not ended would make it again. */
    void run(TenantId tenant) {
        log.database().runInPlatform(tx -> {
            log.beginUndoing(tenant, false);
            CapsuleRuns.endImport(tx, tenant);
        });
        resume(tenant);
    }

    /** Removes a tenant that this process holds. */
    void resume(TenantId tenant) {
        try {
            log.undo(tenant, Step.ADMIN, () -> removePeople(tenant));
            log.undo(tenant, Step.ORGANIZATION, () -> removeOrganization(tenant));
            log.undo(tenant, Step.SCHEMA, () -> migrations.dropTenantSchema(tenant.slug()));
            registry.retire(tenant);
        } catch (RuntimeException failure) {
            log.fail(tenant, failure);
            throw failure;
        }
    }

    /** The providers first: nobody who came through one may go with the organization. */
    private void removeOrganization(TenantId tenant) {
        keycloak.deleteIdentityProviders(tenant);
        keycloak.findOrganization(tenant).ifPresent(keycloak::deleteOrganization);
    }

    /** Whoever works for another business too stays; the membership goes with the organization. */
    private void removePeople(TenantId tenant) {
        keycloak.usersOf(tenant).stream()
                .filter(user -> !keycloak.isMemberElsewhere(user, tenant))
                .forEach(keycloak::deleteUser);
    }
}
