package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.AiTokens;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.SentMessages;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import io.flame.kernel.usage.UsageGauge;
import io.flame.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
                        Map.entry(Limit.MESSAGES, 2_000L),
                        Map.entry(Limit.ASSISTANTS, 2L),
                        Map.entry(Limit.SEATS, 1L),
                        Map.entry(Limit.AI_TOKENS, 5L),
                        Map.entry(Limit.STORAGE, 1_073_741_824L),
                        Map.entry(Limit.REQUESTS, 3_000L));
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
        boolean room = ground.database.inTenant(
                ground.tenant, tx -> usage.room(tx, quota, Limit.MESSAGES).take(1));

        assertThat(room).isFalse();
        assertThat(told()).containsExactly("usage.warning 8 of 10", "usage.exceeded 10 of 10");
    }

    @Test
    void liftsALimitOfThePlanForOneTenant() {
        tenant("starter", "{\"seats\": null}", "UTC");

        assertThat(quotas.of(ground.tenant).limit(Limit.SEATS)).isEmpty();
        assertThat(quotas.of(ground.tenant).limit(Limit.ASSISTANTS)).hasValue(2L);
    }

    @Test
    void refusesWithTheLimitItsUseAndItsResetAndTellsSoThoughNothingWasDone() {
        tenant("unlimited", "{\"messages\": 3}", "UTC");
        TenantQuota quota = quotas.of(ground.tenant);
        dial.shown = 5;

        assertThatThrownBy(() -> ground.inTenant(tx -> usage.requireRoom(tx, quota, Limit.MESSAGES)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
                    assertThat(problem.detail()).startsWith("The limit of messages is 3, and 5 are in use; it begins");
                });

        await().untilAsserted(() -> assertThat(told()).containsExactly("usage.exceeded 5 of 3"));
    }

    @Test
    void givesTheLastPlaceToOneOfMany() throws Exception {
        tenant("unlimited", "{\"aiTokens\": 10}", "UTC");
        AiTokens tokens = new AiTokens();
        Usage counting = new Usage(ground.database, quotas, ground.log, Clock.systemUTC(), List.<UsageGauge>of(tokens));
        TenantQuota quota = quotas.of(ground.tenant);
        Instant now = Instant.now();
        ground.inTenant(tx -> tokens.count(tx, quota, 5, now));
        List<Callable<Boolean>> callers = Collections.nCopies(
                24,
                () -> ground.database.inTenant(ground.tenant, tx -> {
                    boolean won = counting.room(tx, quota, Limit.AI_TOKENS).take(1);
                    tokens.count(tx, quota, won ? 1 : 0, now);
                    return won;
                }));

        int won = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> each : threads.invokeAll(callers)) {
                won += each.get() ? 1 : 0;
            }
        }

        assertThat(won).isEqualTo(5);
        assertThat(counting.report(ground.tenant))
                .extracting(QuotaUse::name, QuotaUse::used, QuotaUse::limit, QuotaUse::period)
                .containsExactly(tuple("aiTokens", 10L, 10L, "month"));
        assertThat(told()).containsExactly("usage.warning 8 of 10", "usage.exceeded 10 of 10");
    }

    @Test
    void servesATenantWithoutTheTablesAndCountsOnceTheyAreThere() throws SQLException {
        tenant("unlimited", "{\"messages\": 1, \"assistants\": 1}", "UTC");
        String schema = ground.tenant.schema();
        asOwner(
                "ALTER TABLE %1$s.usage_messages RENAME TO gone_1; ALTER TABLE %1$s.usage_alarms RENAME TO gone_2",
                schema);
        Usage sent = new Usage(
                ground.database,
                quotas,
                ground.log,
                Clock.systemUTC(),
                List.<UsageGauge>of(new SentMessages(), gate()));
        TenantQuota old = quotas.of(ground.tenant);
        dial.shown = 1;

        ground.inTenant(tx -> sent.requireRoom(tx, old, Limit.MESSAGES));
        assertThatThrownBy(() -> ground.inTenant(tx -> sent.requireRoom(tx, old, Limit.ASSISTANTS)))
                .isInstanceOf(Problem.class);
        assertThat(sent.report(ground.tenant))
                .extracting(QuotaUse::name, QuotaUse::used, QuotaUse::limit)
                .containsExactly(tuple("messages", 0L, null), tuple("assistants", 1L, 1L));

        asOwner(
                "ALTER TABLE %1$s.gone_1 RENAME TO usage_messages; ALTER TABLE %1$s.gone_2 RENAME TO usage_alarms",
                schema);
        assertThat(new Quotas(ground.database).of(ground.tenant).limit(Limit.MESSAGES))
                .hasValue(1L);
    }

    private static void asOwner(String sql, String schema) throws SQLException {
        try (Connection connection = TestDatabase.shared().owner().getConnection()) {
            connection.createStatement().execute(sql.formatted(schema));
        }
    }

    /** The dial, as that of the assistants. */
    private UsageGauge gate() {
        return new UsageGauge() {
            @Override
            public Limit limit() {
                return Limit.ASSISTANTS;
            }

            @Override
            public long used(Transaction tx, TenantQuota quota, Instant now) {
                return dial.shown;
            }
        };
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
                        "SELECT type || ' ' || (data ->> 'used') || ' of ' || (data ->> 'limit') FROM events ORDER BY"
                                + " id",
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
