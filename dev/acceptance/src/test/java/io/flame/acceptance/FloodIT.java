package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Providers call from few addresses and as often as they have something to tell; whoever does not sign may flood. */
class FloodIT {

    private static final int SIGNED = 10_000;
    private static final int ANONYMOUS_LIMIT = 5_000;
    private static final int CUSTOMERS = 500;
    private static final int SENDERS = 16;
    private static final int FLOOD_RATE = 1_000;
    private static final int FLOOD_SECONDS = 15;
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    private final Installation installation = Installation.shared();
    private final Business business = installation.open().withNumber();

    @Test
    void takesTenThousandSignedWebhooksFromOneAddressAndServesThemDuringAFloodOfUnsignedOnes() throws Exception {
        ConcurrentHashMap<Integer, Integer> statuses = new ConcurrentHashMap<>();
        long start = System.nanoTime();
        sendSigned(statuses);
        long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
        System.out.println("G4 signed: " + SIGNED + " webhooks from one address in " + seconds + " s, statuses "
                + statuses + " (limit of anonymous calls: " + ANONYMOUS_LIMIT + ")");
        assertThat(statuses).containsOnlyKeys(200);
        assertThat(business.count("messages WHERE sender = 'user'")).isEqualTo(SIGNED);
        await().atMost(FIVE_MINUTES).until(() -> business.count("decisions") == SIGNED);

        long[] latencies = duringAFlood();

        Arrays.sort(latencies);
        long p50 = latencies[latencies.length / 2];
        long p99 = latencies[latencies.length * 99 / 100];
        System.out.println("G4 during the flood: " + latencies.length + " signed webhooks and reads, p50 " + p50
                + " ms, p99 " + p99 + " ms");
        assertThat(p99).isLessThanOrEqualTo(1_000);
    }

    private void sendSigned(ConcurrentHashMap<Integer, Integer> statuses) throws Exception {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> senders = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
            for (int sender = 0; sender < SENDERS; sender++) {
                senders.add(threads.submit(() -> {
                    for (int i = next.getAndIncrement(); i < SIGNED; i = next.getAndIncrement()) {
                        statuses.merge(send("flood" + i, i % CUSTOMERS), 1, Integer::sum);
                    }
                }));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        }
    }

    /** How long signed webhooks and signed-in reads took, in milliseconds, while unsigned webhooks came in. */
    private long[] duringAFlood() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS + 2)) {
            clock.scheduleAtFixedRate(
                    () -> threads.execute(() -> (unsigned() == 401 ? refused : others).incrementAndGet()),
                    0,
                    1_000_000 / FLOOD_RATE,
                    TimeUnit.MICROSECONDS);
            Thread legitimate = Thread.ofPlatform().start(() -> {
                for (int i = 0; !over.get(); i++) {
                    String id = "calm" + i;
                    int customer = i % CUSTOMERS;
                    latencies.add(millis(() -> assertThat(send(id, customer)).isEqualTo(200)));
                    latencies.add(millis(() -> assertThat(business.admin
                                    .get("/api/conversations?limit=10")
                                    .status())
                            .isEqualTo(200)));
                }
            });
            TimeUnit.SECONDS.sleep(FLOOD_SECONDS);
            clock.shutdownNow();
            over.set(true);
            legitimate.join();
        }
        System.out.println("G4 unsigned: " + refused.get() / FLOOD_SECONDS + " refused a second for " + FLOOD_SECONDS
                + " s, answered otherwise " + others.get());
        return latencies.stream().mapToLong(Long::longValue).toArray();
    }

    private int send(String id, int customer) {
        String body =
                Business.webhook(business.number(), "1202" + (5_000_000 + customer), "wamid." + id, "Hello " + id);
        return business.post(body, Business.APP_SECRET).status();
    }

    /** Without any signature, or with one that is wrong. */
    private int unsigned() {
        String body = Business.webhook(business.number(), "12025550100", "wamid.no", "Hello");
        return ThreadLocalRandom.current().nextBoolean()
                ? Api.anonymous(installation.url())
                        .post("/api/webhooks/whatsapp", body)
                        .status()
                : business.post(body, "not-the-secret").status();
    }

    private static long millis(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }
}
