package io.flame.provisioning;

/** What makes a tenant, in the order in which it is done. */
public enum Step {
    /** The row in the registry, {@code provisioning} at first. */
    REGISTRY,
    /** Schema, database role and all tables in this build's version. */
    SCHEMA,
    /** The organization in Keycloak whose alias is the slug. */
    ORGANIZATION,
    /** An administrator in Keycloak, in the organization and in the tenant's {@code users}. */
    ADMIN,
    /** An assistant that answers. */
    ASSISTANT,
    /** The registry says {@code active}: the tenant may be used. */
    ACTIVATION
}
