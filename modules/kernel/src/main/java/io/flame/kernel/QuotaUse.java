package io.flame.kernel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of one of its limits a tenant uses.
 *
 * @param name of the limit, as operators give it: {@code messages}, {@code assistants}, {@code seats}
 * @param limit null where there is none
 * @param resetsAt when the use begins at zero again; null for what stands until something is removed
 */
public record QuotaUse(
        String name,
        long used,
        @Nullable Long limit,
        @Nullable Instant resetsAt) {}
