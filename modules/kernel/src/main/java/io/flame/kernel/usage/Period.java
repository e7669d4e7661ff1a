package io.flame.kernel.usage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** After which time the use of a limit begins at zero again. */
enum Period {
    MONTH,
    MINUTE,
    /** Never by itself: something has to be removed. */
    NONE;

    Optional<String> word() {
        return this == NONE ? Optional.empty() : Optional.of(name().toLowerCase(Locale.ROOT));
    }

    Optional<Instant> end(TenantQuota quota, Instant now) {
        return switch (this) {
            case MONTH ->
                Optional.of(quota.month(now)
                        .plusMonths(1)
                        .atStartOfDay(quota.zone())
                        .toInstant());
            case MINUTE -> Optional.of(now.plus(1, ChronoUnit.MINUTES));
            case NONE -> Optional.empty();
        };
    }
}
