package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
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
    void leavesRoomBelowTheLimitAndWhereThereIsNone() {
        assertThatCode(() -> quota.require(Limit.MESSAGES, 1, LAST_MOMENT)).doesNotThrowAnyException();
        assertThatCode(() -> quota.require(Limit.ASSISTANTS, 1_000_000, LAST_MOMENT))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> quota.require(Limit.MESSAGES, 2, LAST_MOMENT)).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> quota.require(Limit.SEATS, 0, LAST_MOMENT))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
                    assertThat(problem.detail()).isEqualTo("The limit of seats is 0, and 0 are in use");
                });
    }
}
