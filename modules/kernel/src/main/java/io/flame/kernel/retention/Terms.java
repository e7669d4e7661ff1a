package io.flame.kernel.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What holds for one tenant in one run.
 *
 * @param zone on whose clocks the tenant's days begin
 */
public record Terms(Retention retention, ZoneId zone, Instant now) {

    /** What is older than this goes; empty when nothing does. */
    public Optional<Instant> before(Kept kept) {
        return retention.days(kept).map(days -> now.minus(Duration.ofDays(days)));
    }
}
