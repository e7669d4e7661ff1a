package io.flame.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.kernel.QuotaUse;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.testing.TestRedis;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two nodes, one Redis. */
@Tag("servers")
class LimiterTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Quotas QUOTAS = new Quotas(
            new Quota("anonymous", 100, HOUR, false),
            new Quota("token", 400, HOUR, true),
            new Quota("tenant", 1_000, HOUR, true));

    private final TestRedis server = TestRedis.shared();
    private final Settings settings = Settings.of(Map.of("REDIS_URL", server.url()));
    private final RedisBuckets firstConnection = new RedisBuckets(settings);
    private final RedisBuckets secondConnection = new RedisBuckets(settings);
    private final AtomicReference<Map<Limit, Long>> plan = new AtomicReference<>(Map.of());
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final Limiter first = limiter(QUOTAS, firstConnection, 2);
    private final Limiter second = limiter(QUOTAS, secondConnection, 2);
    private final TenantId tenant =
            TenantId.of("t" + Long.toHexString(UUID.randomUUID().getMostSignificantBits()));
    private final String client = UUID.randomUUID().toString();

    @AfterEach
    void close() {
        firstConnection.close();
        secondConnection.close();
    }

    @Test
    void countsAClientOverAllNodes() {
        int admitted = admitted(400, call -> node(call).anonymous(client));
        assertThat(admitted).isEqualTo(100);
        System.out.println("G1 address, two nodes: " + admitted + " of 100");
        Verdict refused = first.anonymous(client);
        assertThat(refused.pause())
                .hasValueSatisfying(pause -> assertThat(pause).isBetween(Duration.ofMinutes(59), HOUR));
        assertThat(refused.headers()).containsEntry("RateLimit-Remaining", "0");
    }

    @Test
    void countsACallerAndATenantOverAllNodesWithinOneInAHundredForEachNode() {
        Caller ana = caller();
        int anas = admitted(1_000, call -> node(call).caller(ana));
        assertThat(anas).isBetween(380, 420);
        Caller ben = caller();
        int bens = admitted(1_000, call -> node(call).caller(ben));
        assertThat(bens).isBetween(380, 420);
        Caller eve = caller();
        int all = anas + bens + admitted(1_000, call -> node(call).caller(eve));
        assertThat(all).isBetween(950, 1_050);
        System.out.println("G1 user, two nodes: " + anas + " and " + bens + " of 400; tenant: " + all + " of 1000");
        assertThat(first.caller(caller()).quota().name()).isEqualTo("tenant");
    }

    @Test
    void asksRedisOnceForManyCalls() {
        AtomicInteger questions = new AtomicInteger();
        RedisBuckets counting = new RedisBuckets(settings) {
            @Override
            Optional<Grant> take(Quota quota, String key, int block) {
                questions.incrementAndGet();
                return super.take(quota, key, block);
            }
        };
        Quota generous = new Quota("generous", 100_000, HOUR, true);
        Limiter limiter = limiter(new Quotas(generous, generous, generous), counting, 1);
        Caller ana = caller();

        assertThat(admitted(5_000, call -> limiter.caller(ana))).isEqualTo(5_000);

        assertThat(questions).hasValue(10);
        counting.close();
    }

    @Test
    void asksRedisNoMoreForAClientThatHasHadItsShare() {
        assertThat(admitted(150, call -> first.anonymous(client))).isEqualTo(100);
        firstConnection.close();

        assertThat(admitted(10, call -> first.anonymous(client))).isZero();
    }

    @Test
    void goesOnWithEachNodesPartWhileRedisIsAway() {
        admitted(60, call -> node(call).anonymous(client));
        server.stop();
        try {
            long start = System.nanoTime();
            int more = admitted(400, call -> node(call).anonymous(client));

            assertThat(more).isBetween(38, 60);
            System.out.println("G2 Redis away, two nodes: " + (60 + more) + " of 100");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        } finally {
            server.start();
        }
    }

    @Test
    void doesNotWaitAgainForARedisThatNeverAnswers() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            RedisBuckets hung =
                    new RedisBuckets(Settings.of(Map.of("REDIS_URL", "redis://127.0.0.1:" + silent.getLocalPort())));
            Limiter limiter = limiter(QUOTAS, hung, 1);
            long start = System.nanoTime();

            assertThat(admitted(300, call -> limiter.anonymous(client))).isEqualTo(100);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            hung.close();
        }
    }

    @Test
    void keepsTheLimitWithoutAnyRedis() {
        Limiter alone = limiter(QUOTAS, new RedisBuckets(Settings.of(Map.of())), 1);

        assertThat(admitted(300, call -> alone.anonymous(client))).isEqualTo(100);
        assertThat(alone.anonymous(client).pause()).isPresent();
        assertThat(alone.anonymous("somebody else").refused()).isFalse();
    }

    @Test
    void takesTheTenantsLimitFromItsPlanAndSaysHowMuchIsUsed() {
        plan.set(Map.of(Limit.REQUESTS, 300L));

        long start = System.nanoTime();

        int admitted = admitted(500, call -> node(call).caller(caller()));

        int cameBack = (int) (Duration.ofNanos(System.nanoTime() - start).toMillis() * 300 / 60_000);
        assertThat(admitted - cameBack).isBetween(285, 315);
        System.out.println("G1 tenant's plan, two nodes: " + (admitted - cameBack) + " of 300");
        assertThat(first.use(tenant))
                .extracting(QuotaUse::name, QuotaUse::limit, QuotaUse::period)
                .containsExactly("requestsPerMinute", 300L, "minute");
        assertThat(first.use(tenant).used()).isBetween(280L, 300L);
        assertThat(second.use(tenant).used()).isBetween(280L, 300L);
        assertThat(alarms.stream().distinct()).contains("80", "100");
    }

    @Test
    void showsTheInstallationsOwnLimitWhereThePlanHasNone() {
        admitted(120, call -> first.caller(caller()));

        assertThat(first.use(tenant).limit()).isEqualTo(17);
        assertThat(alarms).isEmpty();
    }

    @Test
    void callsThePlanWhereItCannotBeReadTheInstallationsOwn() {
        Limiter blind = new Limiter(
                QUOTAS,
                absent -> {
                    throw new IllegalStateException("no database");
                },
                (who, use, percent) -> {},
                firstConnection,
                () -> 1);

        assertThat(blind.caller(caller()).refused()).isFalse();
    }

    private Limiter limiter(Quotas quotas, RedisBuckets common, int nodes) {
        return new Limiter(
                quotas,
                who -> new TenantQuota(plan.get(), ZoneOffset.UTC),
                (who, use, percent) -> alarms.add(Integer.toString(percent)),
                common,
                () -> nodes);
    }

    private Limiter node(int call) {
        return call % 2 == 0 ? first : second;
    }

    private Caller caller() {
        return new Caller(tenant, UUID.randomUUID(), "ana@example.test", "Ana", Role.AGENT);
    }

    private static int admitted(int calls, java.util.function.IntFunction<Verdict> take) {
        return (int) IntStream.range(0, calls)
                .filter(call -> !take.apply(call).refused())
                .count();
    }
}
