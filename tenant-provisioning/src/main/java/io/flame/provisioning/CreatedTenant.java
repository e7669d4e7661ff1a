package io.flame.provisioning;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A tenant that is ready.
 *
 * @param id the id in the registry
 * @param admin its first administrator
 */
public record CreatedTenant(
        String slug, UUID id, String name, String schema, String organizationId, CreatedUser admin) {

    /** The same with a password that was made up for the administrator and is shown this one time. */
    CreatedTenant showing(@Nullable String password) {
        return new CreatedTenant(
                slug, id, name, schema, organizationId, new CreatedUser(admin.id(), admin.email(), password));
    }
}
