package io.flame.kernel.usage;

import io.flame.kernel.Problem;
import io.flame.kernel.QuotaUse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * What one tenant may use.
 *
 * @param limits those that hold; what is absent is unlimited
 * @param zone on whose clocks a month begins
 */
public record TenantQuota(Map<Limit, Long> limits, ZoneId zone) {

    public TenantQuota {
        limits = Map.copyOf(limits);
    }

    public Optional<Long> limit(Limit limit) {
        return Optional.ofNullable(limits.get(limit));
    }

    /** The first day of the month that this instant belongs to. */
    public LocalDate month(Instant instant) {
        return LocalDate.ofInstant(instant, zone).withDayOfMonth(1);
    }

    /** What is said of a limit of which so much is in use. */
    public QuotaUse use(Limit limit, long used, Instant now) {
        Instant reset =
                limit.isMonthly() ? month(now).plusMonths(1).atStartOfDay(zone).toInstant() : null;
        return new QuotaUse(limit.word(), used, limits.get(limit), reset);
    }

    /** @throws Problem 402 when the limit leaves no room for one more */
    public void require(Limit limit, long used, Instant now) {
        if (!hasRoom(limit, used)) {
            throw Problem.quotaExceeded(use(limit, used, now));
        }
    }

    boolean hasRoom(Limit limit, long used) {
        return limit(limit).map(allowed -> used < allowed).orElse(true);
    }
}
