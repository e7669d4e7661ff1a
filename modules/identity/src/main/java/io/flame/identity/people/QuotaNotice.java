package io.flame.identity.people;

import io.flame.kernel.Ids;
import io.flame.kernel.usage.QuotaReached;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one administrator is to be told about a limit. It fits into the key of a job, so that the same notice is one job
 * however often it is asked for.
 */
record QuotaNotice(
        UUID admin,
        String limit,
        int percent,
        long used,
        long allowed,
        @Nullable Instant resetsAt) {

    private static final int PARTS = 6;
    private static final int BASE = 36;
    private static final String NEVER = "-";

    static QuotaNotice of(UUID admin, QuotaReached fact) {
        return new QuotaNotice(admin, fact.name(), fact.percent(), fact.used(), fact.limit(), fact.resetsAt());
    }

    String key() {
        Instant reset = resetsAt;
        return String.join(
                "/",
                admin.toString(),
                limit,
                Integer.toString(percent),
                Long.toString(used, BASE),
                Long.toString(allowed, BASE),
                reset == null ? NEVER : Long.toString(reset.getEpochSecond(), BASE));
    }

    static Optional<QuotaNotice> parse(String key) {
        String[] parts = key.split("/", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        try {
            return Ids.parse(parts[0])
                    .map(admin -> new QuotaNotice(
                            admin,
                            parts[1],
                            Integer.parseInt(parts[2]),
                            Long.parseLong(parts[3], BASE),
                            Long.parseLong(parts[4], BASE),
                            parts[5].equals(NEVER) ? null : Instant.ofEpochSecond(Long.parseLong(parts[5], BASE))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
