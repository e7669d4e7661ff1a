package io.flame.provisioning;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant as the registry has it.
 *
 * @param status {@code provisioning} until every step is done, then {@code active} or {@code suspended}
 */
public record TenantSummary(
        String slug,
        UUID id,
        String name,
        String status,
        String locale,
        String timeZone,
        Optional<String> organizationId,
        Instant createdAt) {}
