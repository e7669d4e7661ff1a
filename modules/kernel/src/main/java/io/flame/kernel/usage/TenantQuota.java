package io.flame.kernel.usage;

import io.flame.kernel.QuotaUse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one tenant may use.
 *
 * @param limits those that hold; what is absent is unlimited
 * @param zone on whose clocks a month begins
 * @param tables in which its use is written down. A tenant whose migration has failed is served on its old version, and
 *     may lack some: then nothing is counted there, limited by it nor told
 */
public record TenantQuota(Map<Limit, Long> limits, ZoneId zone, Set<String> tables) {

    static final String ALARMS = "usage_alarms";

    static final Set<String> ALL_TABLES = Stream.concat(
                    Stream.of(ALARMS),
                    Arrays.stream(Limit.values()).map(Limit::table).flatMap(Optional::stream))
            .collect(Collectors.toUnmodifiableSet());

    public TenantQuota {
        limits = Map.copyOf(limits);
        tables = Set.copyOf(tables);
    }

    /** Of a tenant on the newest version. */
    public TenantQuota(Map<Limit, Long> limits, ZoneId zone) {
        this(limits, zone, ALL_TABLES);
    }

    public Optional<Long> limit(Limit limit) {
        return Optional.ofNullable(limits.get(limit)).filter(allowed -> counts(limit));
    }

    /** Whether the tenant's schema has what it takes to count the use of this limit. */
    public boolean counts(Limit limit) {
        return limit.table().map(tables::contains).orElse(true);
    }

    boolean tellsAlarms() {
        return tables.contains(ALARMS);
    }

    /** The first day of the month that this instant belongs to. */
    public LocalDate month(Instant instant) {
        return LocalDate.ofInstant(instant, zone).withDayOfMonth(1);
    }

    /** What is said of a limit of which so much is in use. */
    public QuotaUse use(Limit limit, long used, Instant now) {
        return new QuotaUse(
                limit.word(),
                used,
                limit(limit).orElse(null),
                limit.period().word().orElse(null),
                limit.period().end(this, now).orElse(null));
    }

    boolean hasRoom(Limit limit, long used, long more) {
        return limit(limit).map(allowed -> used + more <= allowed).orElse(true);
    }
}
