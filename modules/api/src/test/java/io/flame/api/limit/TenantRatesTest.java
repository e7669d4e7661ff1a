package io.flame.api.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.TenantId;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TenantRatesTest {

    private static final TenantId TENANT = TenantId.of("acme");

    private final AtomicLong nanos = new AtomicLong();
    private volatile @Nullable Long plan = 300L;
    private final TenantRates rates =
            new TenantRates(new Quota("tenant", 60_000, Duration.ofMinutes(1), true), this::read, nanos::get);

    @Test
    void learnsOfAChangeOfThePlanWithinAMinute() {
        assertThat(calls()).isEqualTo(300);

        plan = 7_000L;
        pass(Duration.ofSeconds(30));
        calls();

        await().untilAsserted(() -> assertThat(calls()).isEqualTo(7_000));
    }

    @Test
    void keepsWhatItKnewWhileThePlanCannotBeRead() {
        assertThat(calls()).isEqualTo(300);

        plan = null;
        pass(Duration.ofHours(1));

        assertThat(calls()).isEqualTo(300);
        assertThat(calls()).isEqualTo(300);
    }

    @Test
    void letsNobodyHaveLessThanOneCall() {
        plan = 0L;

        assertThat(calls()).isEqualTo(1);
    }

    private int calls() {
        return rates.of(TENANT).calls();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private TenantQuota read(TenantId tenant) {
        long calls = Optional.ofNullable(plan).orElseThrow(() -> new IllegalStateException("no database"));
        return new TenantQuota(Map.of(Limit.REQUESTS, calls), ZoneOffset.UTC);
    }
}
