package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What was acknowledged is there, once, and answered, once, whatever dies in between. */
class DurabilityIT {

    private static final int SECONDS = 60;
    private static final int RATE = 30;
    private static final int FLAME_KILLS = 5;
    private static final int POSTGRES_RESTARTS = 2;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open().withNumber().withAssistant();
    private final Queue sender = new Queue();

    /** A provider's outgoing side: what is not acknowledged is repeated until it is. */
    private final class Queue {
        final Set<String> acknowledged = java.util.concurrent.ConcurrentHashMap.newKeySet();
        final ConcurrentLinkedQueue<String> repeats = new ConcurrentLinkedQueue<>();
        final AtomicInteger refusals = new AtomicInteger();

        void send(String id) {
            String phone = "1202" + id.substring(id.length() - 7);
            try {
                String body = Business.webhook(business.number(), phone, "wamid.durable." + id, "Message " + id);
                if (business.post(body, Business.APP_SECRET).status() == 200) {
                    acknowledged.add(id);
                    return;
                }
            } catch (RuntimeException e) {
                // FLAME is down: the provider repeats
            }
            refusals.incrementAndGet();
            repeats.add(id);
        }
    }

    @Test
    void losesNothingAndAnswersOnceWhileProcessesAreKilled() throws Exception {
        long seed = Long.getLong("flame.seed", System.nanoTime());
        System.out.println("durability: seed " + seed);
        CountDownLatch sendingEnds = new CountDownLatch(1);
        Future<?> faults;
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (ExecutorService senders = Executors.newFixedThreadPool(16);
                ExecutorService chaos = Executors.newSingleThreadExecutor()) {
            AtomicInteger next = new AtomicInteger();
            clock.scheduleAtFixedRate(
                    () -> {
                        if (next.get() < SECONDS * RATE) {
                            String id = "%07d".formatted(next.getAndIncrement());
                            senders.execute(() -> sender.send(id));
                            return;
                        }
                        sendingEnds.countDown();
                    },
                    0,
                    1_000_000 / RATE,
                    TimeUnit.MICROSECONDS);
            faults = chaos.submit(() -> inject(new Random(seed)));
            sendingEnds.await();
            faults.get();
            clock.shutdownNow();
            repeatUntilAcknowledged(senders);
        }
        awaitAnswers();
        report();
    }

    private Void inject(Random random) throws Exception {
        List<Runnable> faults = new ArrayList<>();
        for (int i = 0; i < FLAME_KILLS; i++) {
            faults.add(this::killFlame);
        }
        for (int i = 0; i < POSTGRES_RESTARTS; i++) {
            faults.add(this::restartPostgres);
        }
        java.util.Collections.shuffle(faults, random);
        for (Runnable fault : faults) {
            new CountDownLatch(1).await(500 + random.nextInt(2_000), TimeUnit.MILLISECONDS);
            fault.run();
        }
        return null;
    }

    private void killFlame() {
        installation.stack.flame().kill();
        installation.stack.flame().start();
    }

    private void restartPostgres() {
        installation.stack.postgres().stopImmediate();
        installation.stack.postgres().start();
    }

    private void repeatUntilAcknowledged(ExecutorService senders) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    List<Future<?>> round = new ArrayList<>();
                    for (String id = sender.repeats.poll(); id != null; id = sender.repeats.poll()) {
                        String repeated = id;
                        round.add(senders.submit(() -> sender.send(repeated)));
                    }
                    for (Future<?> each : round) {
                        each.get();
                    }
                    return sender.acknowledged.size() == SECONDS * RATE;
                });
    }

    private void awaitAnswers() {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(
                                installation.sql("SELECT count(*) FILTER (WHERE status = 'queued') FROM %s.messages"
                                        .formatted(business.schema())))
                        .containsExactly("0"));
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(business.count("decisions")).isEqualTo(SECONDS * RATE));
    }

    private void report() {
        int all = SECONDS * RATE;
        long stored = business.count("messages WHERE sender = 'user'");
        long answers = business.count("messages WHERE sender = 'assistant'");
        long unknown = business.count("messages WHERE status = 'unknown'");
        Map<String, Integer> sends = new HashMap<>();
        for (JsonNode accepted : installation.twin().accepted("")) {
            sends.merge(accepted.at("/body/biz_opaque_callback_data").asText(), 1, Integer::sum);
        }
        Set<String> ours = new HashSet<>(
                installation.sql("SELECT id FROM %s.messages WHERE sender = 'assistant'".formatted(business.schema())));
        long twice = sends.entrySet().stream()
                .filter(each -> ours.contains(each.getKey()) && each.getValue() > 1)
                .count();
        long stuck = Long.parseLong(installation
                .sql("SELECT count(*) FROM flame.jobs WHERE tenant = ?", business.slug)
                .getFirst());
        System.out.printf(
                "durability: %d acknowledged (%d repeats), %d kills, %d restarts: %d lost, %d stored twice, %d answered twice, "
                        + "%d unknown, %d stuck%n",
                all,
                sender.refusals.get(),
                FLAME_KILLS,
                POSTGRES_RESTARTS,
                all - Math.min(all, stored),
                Math.max(0, stored - all),
                twice + Math.max(0, answers - all),
                unknown,
                stuck);
        assertThat(stored).isEqualTo(all);
        assertThat(answers).isEqualTo(all);
        assertThat(twice).isZero();
        assertThat(stuck).isZero();
        assertThat(unknown).isLessThanOrEqualTo(8L * FLAME_KILLS);
    }
}
