package io.flame.kernel.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the log, as the API shows it.
 *
 * @param status null where the row was written together with the change
 * @param before JSON of the fields that were changed, as they were; secrets are left out
 * @param hash of this row and, through {@code previous}, of all rows before it in its chain
 */
public record AuditRecord(
        long id,
        Instant time,
        AuditActor actor,
        String action,
        @Nullable String target,
        String address,
        @Nullable String userAgent,
        String requestId,
        String outcome,
        @Nullable Integer status,
        @JsonRawValue @Nullable String before,
        @JsonRawValue @Nullable String after,
        String previous,
        String hash) {}
