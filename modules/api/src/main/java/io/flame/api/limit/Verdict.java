package io.flame.api.limit;

import io.flame.kernel.QuotaUse;
import io.flame.kernel.usage.Limit;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whether one call is within a limit, and what is left of it.
 *
 * @param remaining calls that are left, as far as this node knows
 * @param reset until everything is there again
 * @param pause until the next call is allowed; empty when this one is
 */
record Verdict(Quota quota, long remaining, Duration reset, Optional<Duration> pause) {

    private static final double MINUTE_MILLIS = 60_000;

    boolean refused() {
        return pause.isPresent();
    }

    /** The one of two that its caller will run into first. */
    Verdict stricter(Verdict other) {
        if (refused() || other.refused()) {
            return refused() ? this : other;
        }
        return share() <= other.share() ? this : other;
    }

    long used() {
        return Math.max(0, quota.calls() - remaining);
    }

    /** As tenants see it, whatever the window: in calls a minute. */
    QuotaUse use() {
        double minutes = (double) quota.window().toMillis() / MINUTE_MILLIS;
        return new QuotaUse(
                Limit.REQUESTS.word(),
                Math.round(used() / minutes),
                Math.round(quota.calls() / minutes),
                "minute",
                Instant.now().plus(reset).truncatedTo(ChronoUnit.SECONDS));
    }

    /** As the IETF's draft (version 7 and before) and most services spell them. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("RateLimit-Limit", Integer.toString(quota.calls()));
        headers.put("RateLimit-Remaining", Long.toString(Math.max(0, remaining)));
        headers.put("RateLimit-Reset", Long.toString(seconds(reset)));
        headers.put("RateLimit-Policy", quota.policy());
        return headers;
    }

    /** Never too early, so rounded up. */
    static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }

    private double share() {
        return (double) remaining / quota.calls();
    }
}
