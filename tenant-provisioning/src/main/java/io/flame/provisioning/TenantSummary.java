package io.flame.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant as the registry has it.
 *
 * @param status {@code provisioning} until every step is done, then {@code active}, {@code suspended}, or {@code deleting}
 *     until it is gone
 * @param plan the name of the plan that sets its quotas
 * @param quotas an object with the limits this tenant has instead of its plan's
 * @param deleteAfter when a tenant that is being deleted is gone for good
 * @param schemaVersion the change set its schema had reached when it was last migrated
 * @param migrationError why its last migration failed; it is then served on its old version
 */
public record TenantSummary(
        String slug,
        UUID id,
        String name,
        String status,
        String locale,
        String timeZone,
        Optional<String> organizationId,
        String plan,
        JsonNode quotas,
        Optional<Instant> deleteAfter,
        Optional<String> schemaVersion,
        Optional<String> migrationError,
        Instant createdAt,
        Instant updatedAt) {

    /** Changes with every change of the tenant. */
    public String etag() {
        return "\"" + updatedAt.getEpochSecond() + "." + updatedAt.getNano() / 1_000 + "\"";
    }
}
