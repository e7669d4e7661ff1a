package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import io.flame.kernel.usage.UsageGauge;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class UsageTest {

    private final Ground ground = new Ground();
    private final Quotas quotas = new Quotas(ground.database);
    private final Dial dial = new Dial();
    private final Usage usage =
            new Usage(ground.database, quotas, ground.log, Clock.systemUTC(), List.<UsageGauge>of(dial));

    /** Shows what a test sets. */
    private static final class Dial implements UsageGauge {
        private long shown;

        @Override
        public Limit limit() {
            return Limit.MESSAGES;
        }

        @Override
        public long used(Transaction tx, TenantQuota quota, Instant now) {
            return shown;
        }
    }

    @Test
    void prefersTheTenantsOwnQuotaToThatOfItsPlan() {
        tenant("starter", "{\"seats\": 1, \"aiTokens\": 5}", "America/Bogota");

        TenantQuota quota = quotas.of(ground.tenant);

        assertThat(quota.limits())
                .containsOnly(
                        Map.entry(Limit.MESSAGES, 2_000L), Map.entry(Limit.ASSISTANTS, 2L), Map.entry(Limit.SEATS, 1L));
        assertThat(quota.zone()).isEqualTo(ZoneId.of("America/Bogota"));
    }

    @Test
    void limitsNothingThatNeitherNames() {
        assertThat(quotas.of(ground.tenant).limits()).isEmpty();
        assertThat(quotas.of(TenantId.of("nobody_here")).limits()).isEmpty();
    }

    @Test
    void tellsOnceAtEightyAndOnceAtAHundredPercent() {
        tenant("unlimited", "{\"messages\": 10}", "UTC");
        TenantQuota quota = quotas.of(ground.tenant);

        for (dial.shown = 0; dial.shown < 10; dial.shown++) {
            ground.inTenant(tx -> usage.requireRoom(tx, quota, Limit.MESSAGES));
        }
        boolean room = ground.database.inTenant(ground.tenant, tx -> usage.findsRoom(tx, quota, Limit.MESSAGES));

        assertThat(room).isFalse();
        assertThat(told()).containsExactly("usage.warning 8 of 10", "usage.exceeded 10 of 10");
    }

    @Test
    void saysNothingWhereThereIsNoLimit() {
        dial.shown = 1_000_000;
        TenantQuota quota = quotas.of(ground.tenant);
        ground.inTenant(tx -> usage.requireRoom(tx, quota, Limit.MESSAGES));

        assertThat(told()).isEmpty();
    }

    private List<String> told() {
        return ground.database.inTenant(
                ground.tenant,
                tx -> tx.query(
                        "SELECT type || ' ' || (data ->> 'used') || ' of ' || (data ->> 'limit') FROM events ORDER BY id",
                        row -> row.getString(1)));
    }

    private void tenant(String plan, String own, String zone) {
        ground.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET plan = ?, quotas = ?::jsonb, time_zone = ? WHERE slug = ?",
                plan,
                own,
                zone,
                ground.tenant.slug()));
    }
}
