package io.flame.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.testing.TestRedis;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Limiter first = new Limiter(QUOTAS, firstConnection, () -> 2);
    private final Limiter second = new Limiter(QUOTAS, secondConnection, () -> 2);
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
        assertThat(admitted(400, call -> node(call).anonymous(client))).isEqualTo(100);
        Verdict refused = first.anonymous(client);
        assertThat(refused.pause())
                .hasValueSatisfying(pause -> assertThat(pause).isBetween(Duration.ofMinutes(59), HOUR));
        assertThat(refused.headers()).containsEntry("RateLimit-Remaining", "0");
    }

    @Test
    void countsACallerAndATenantOverAllNodesWithinOneInAHundredForEachNode() {
        Caller ana = caller();
        assertThat(admitted(1_000, call -> node(call).caller(ana))).isBetween(380, 420);
        Caller ben = caller();
        assertThat(admitted(1_000, call -> node(call).caller(ben))).isBetween(380, 420);
        Caller eve = caller();
        assertThat(admitted(1_000, call -> node(call).caller(eve))).isBetween(150, 250);
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
        Limiter limiter = new Limiter(new Quotas(generous, generous, generous), counting, () -> 1);
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
            Limiter limiter = new Limiter(QUOTAS, hung, () -> 1);
            long start = System.nanoTime();

            assertThat(admitted(300, call -> limiter.anonymous(client))).isEqualTo(100);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
            hung.close();
        }
    }

    @Test
    void keepsTheLimitWithoutAnyRedis() {
        Limiter alone = new Limiter(QUOTAS, new RedisBuckets(Settings.of(Map.of())), () -> 1);

        assertThat(admitted(300, call -> alone.anonymous(client))).isEqualTo(100);
        assertThat(alone.anonymous(client).pause()).isPresent();
        assertThat(alone.anonymous("somebody else").refused()).isFalse();
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
