package io.flame.provisioning;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person of a tenant.
 *
 * @param id of the Keycloak user and of the row in the tenant's table
 * @param generatedPassword the password that was made up, shown this one time; absent when one was given
 */
public record CreatedUser(UUID id, String email, @Nullable String generatedPassword) {
    @Override
    public String toString() {
        return email + " " + id;
    }
}
