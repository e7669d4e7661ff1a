package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TenantQuotaTest {

    private static final Instant LAST_MOMENT = Instant.parse("2026-12-01T05:59:59Z");

    private final TenantQuota quota =
            new TenantQuota(Map.of(Limit.MESSAGES, 2L, Limit.SEATS, 0L), ZoneId.of("America/Mexico_City"));

    @Test
    void beginsTheMonthOnTheTenantsClocks() {
        assertThat(quota.month(LAST_MOMENT)).isEqualTo(LocalDate.of(2026, 11, 1));
        assertThat(quota.month(LAST_MOMENT.plusSeconds(1))).isEqualTo(LocalDate.of(2026, 12, 1));
        assertThat(quota.use(Limit.MESSAGES, 1, LAST_MOMENT).resetsAt()).isEqualTo("2026-12-01T06:00:00Z");
    }

    @Test
    void resetsOnlyWhatIsMonthly() {
        assertThat(quota.use(Limit.SEATS, 1, LAST_MOMENT).resetsAt()).isNull();
        assertThat(quota.use(Limit.ASSISTANTS, 1, LAST_MOMENT).limit()).isNull();
    }

    @Test
    void namesThePeriodOfEachLimit() {
        assertThat(quota.use(Limit.MESSAGES, 1, LAST_MOMENT).period()).isEqualTo("month");
        assertThat(quota.use(Limit.AI_TOKENS, 1, LAST_MOMENT).resetsAt()).isEqualTo("2026-12-01T06:00:00Z");
        assertThat(quota.use(Limit.REQUESTS, 1, LAST_MOMENT).period()).isEqualTo("minute");
        assertThat(quota.use(Limit.STORAGE, 1, LAST_MOMENT).period()).isNull();
    }

    @Test
    void limitsNothingThatAnOldSchemaCannotCount() {
        TenantQuota old = new TenantQuota(Map.of(Limit.MESSAGES, 2L, Limit.SEATS, 3L), ZoneOffset.UTC, Set.of());

        assertThat(old.counts(Limit.MESSAGES)).isFalse();
        assertThat(old.limit(Limit.MESSAGES)).isEmpty();
        assertThat(old.counts(Limit.SEATS)).isTrue();
        assertThat(old.limit(Limit.SEATS)).hasValue(3L);
    }
}
