package io.flame.kernel.usage;

import io.flame.kernel.Fact;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * So much of a limit is in use that somebody should know; told once a month for each limit and percentage.
 *
 * @param name of the limit
 * @param percent 80 or 100
 * @param resetsAt null for what stands until something is removed
 */
public record QuotaReached(
        String name,
        int percent,
        long used,
        long limit,
        @Nullable Instant resetsAt,
        Instant at) implements Fact {

    static final int ALL = 100;

    @Override
    public String type() {
        return percent == ALL ? "usage.exceeded" : "usage.warning";
    }
}
