package io.flame.identity;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import java.util.Optional;
import java.util.UUID;

/** What the tenants' own identity providers mean for the sessions that came through them. */
public interface SingleSignOn {

    /** Somebody whom a provider has vouched for, as Keycloak's token names them. */
    record Arrival(String alias, UUID userId, String email, String name) {}

    /**
     * The one tenant that sessions through this provider are good for; empty for a provider that is unknown, disabled, or
     * whose domain nobody has proven.
     */
    Optional<TenantId> tenantOf(String alias);

    /**
     * Makes a member of somebody who comes for the first time, as the provider's settings say. Nobody who was a member once
     * becomes one again, and nobody whose address is not of the provider's domain.
     *
     * @throws Problem 402 when the tenant has no seat free
     */
    void welcome(TenantId tenant, Arrival arrival);
}
