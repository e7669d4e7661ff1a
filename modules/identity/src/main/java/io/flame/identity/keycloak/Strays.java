package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Role;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Accounts that are nobody's. Any identity provider can have Keycloak make an account for any address. FLAME lets nobody in
 * by such a one, but whoever made it may have left a password or a passkey there for the day when the address's owner
 * joins: it must never be taken for theirs.
 */
public final class Strays {

    /** As long as an account may be there before the tenant's table has its person. */
    private static final Duration IN_THE_MAKING = Duration.ofMinutes(1);

    private static final String KNOWN = """
            SELECT 1 FROM flame.memberships WHERE user_id = ?
            UNION ALL SELECT 1 FROM flame.former_members WHERE user_id = ? LIMIT 1""";

    private final KeycloakService service;
    private final Database database;
    private final Clock clock;

    public Strays(KeycloakService service, Database database, Clock clock) {
        this.service = service;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Whether this account may be removed because no tenant has ever taken it in, nor is about to.
     *
     * @param user as Keycloak describes it
     */
    public boolean isStray(JsonNode user) {
        UUID id = UUID.fromString(user.path("id").asText());
        return !isKnown(id)
                && !isOf(user.at("/attributes/tenant/0").asText(), id)
                && !isOperator(id)
                && !isInTheMaking(user, id);
    }

    /** Now or before: whoever is deactivated may come back. */
    private boolean isKnown(UUID id) {
        return database.inPlatform(tx -> tx.queryOne(KNOWN, row -> true, id, id))
                .isPresent();
    }

    /** The tenant that the account was made for may not have it among its people yet, as long as it is made itself. */
    private boolean isOf(String slug, UUID id) {
        if (!TenantId.isValid(slug)) {
            return false;
        }
        String status = database.inPlatform(tx ->
                        tx.queryOne("SELECT status FROM flame.tenants WHERE slug = ?", row -> row.getString(1), slug))
                .orElse("");
        return switch (status) {
            case "" -> false;
            case "provisioning" -> true;
            default ->
                database.inTenant(
                                TenantId.of(slug),
                                tx -> tx.queryOne("SELECT 1 FROM users WHERE id = ?", row -> true, id))
                        .isPresent();
        };
    }

    /** Operators belong to no tenant. */
    private boolean isOperator(UUID id) {
        return service.get("users/" + id + "/role-mappings/realm")
                .expected()
                .findValuesAsText("name")
                .contains(Role.OPERATOR.word());
    }

    /** Made here just now, by somebody who joins at this moment; one that a provider has brought is linked to it. */
    private boolean isInTheMaking(JsonNode user, UUID id) {
        Instant created = Instant.ofEpochMilli(user.path("createdTimestamp").asLong());
        return created.isAfter(clock.instant().minus(IN_THE_MAKING))
                && service.get("users/" + id + "/federated-identity").expected().isEmpty();
    }
}
