package io.flame.provisioning;

import java.util.UUID;

/**
 * A tenant that is ready.
 *
 * @param id the id in the registry
 * @param admin its first administrator
 */
public record CreatedTenant(
        String slug, UUID id, String name, String schema, String organizationId, CreatedUser admin) {}
