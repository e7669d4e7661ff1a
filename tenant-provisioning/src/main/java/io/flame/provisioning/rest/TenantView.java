package io.flame.provisioning.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.flame.provisioning.CreatedTenant;
import io.flame.provisioning.TenantSummary;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant as its operator sees it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record TenantView(
        String slug,
        UUID id,
        String name,
        String status,
        String locale,
        String timeZone,
        String plan,
        JsonNode quotas,
        @Nullable Instant deleteAfter,
        @Nullable String schemaVersion,
        @Nullable String migrationError,
        Instant createdAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable AdminView admin) {

    /** @param password the one that was made up, shown this one time; null when the operator gave one */
    record AdminView(UUID id, String email, @Nullable String password) {}

    static TenantView of(TenantSummary tenant) {
        return shown(tenant, null);
    }

    static TenantView of(TenantSummary tenant, CreatedTenant created) {
        return shown(
                tenant,
                new AdminView(
                        created.admin().id(),
                        created.admin().email(),
                        created.admin().generatedPassword()));
    }

    private static TenantView shown(TenantSummary tenant, @Nullable AdminView admin) {
        return new TenantView(
                tenant.slug(),
                tenant.id(),
                tenant.name(),
                tenant.status(),
                tenant.locale(),
                tenant.timeZone(),
                tenant.plan(),
                tenant.quotas(),
                tenant.deleteAfter().orElse(null),
                tenant.schemaVersion().orElse(null),
                tenant.migrationError().orElse(null),
                tenant.createdAt(),
                tenant.updatedAt(),
                admin);
    }
}
