package io.flame.kernel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much of one of its limits a tenant uses.
 *
 * @param name of the limit, as operators give it, such as {@code messages}
 * @param limit null where there is none
 * @param period {@code month} or {@code minute}; null for what stands until something is removed
 * @param resetsAt when the use begins at zero again, or has done so at the latest; null for what stands
 */
public record QuotaUse(
        String name,
        long used,
        @Nullable Long limit,
        @Nullable String period,
        @Nullable Instant resetsAt) {}
