package io.flame.provisioning;

import java.util.Locale;

/** What makes a tenant, in the order in which it is done. */
public enum Step {
    /** The row in the registry, {@code provisioning} at first. */
    REGISTRY,
    /** The data key that seals the tenant's credentials. */
    SECRETS,
    /** Database role, schema and all tables of this build's baseline, in one transaction. */
    SCHEMA,
    /** The organization in Keycloak whose alias is the slug. */
    ORGANIZATION,
    /** An administrator in Keycloak, in the organization and in the tenant's {@code users}. */
    ADMIN,
    /** Of an import: an account in Keycloak for everybody of the tenant, and the organization's membership. */
    PEOPLE,
    /** Of an import: all rows, as the capsule has them. */
    ROWS,
    /** Of an import: the change sets that this build has and the capsule had not. */
    MIGRATION,
    /** An assistant that answers, with its hours. */
    ASSISTANT,
    /** The registry says {@code active}: the tenant may be used. */
    ACTIVATION;

    /** As it stands in the database and in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
