package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class JobRunnerTest {

    private final Ground ground = new Ground();
    private final List<JobRunner> started = new ArrayList<>();

    @AfterEach
    void stop() {
        Ground.OUTAGE.end();
        started.forEach(JobRunner::stop);
    }

    @Test
    void enqueuesIfAndOnlyIfTheTransactionCommits() {
        ground.enqueue("kept");
        assertThatThrownBy(() -> ground.inTenant(tx -> {
                    ground.jobs.enqueue(tx, ground.kind, "undone");
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");
        assertThatThrownBy(() -> ground.database.runInPlatform(tx -> ground.jobs.enqueue(tx, ground.kind, "nobody's")))
                .hasMessageContaining("permission denied");

        assertThat(ground.waitingJobs()).isEqualTo(1);
    }

    @Test
    void runsTenThousandJobsOfTenTenantsOnTwoNodesEachOnce() {
        List<TenantId> tenants =
                IntStream.range(0, 10).mapToObj(i -> Ground.newTenant()).toList();
        Set<String> distinct = ConcurrentHashMap.newKeySet();
        AtomicInteger runs = new AtomicInteger();
        for (TenantId tenant : tenants) {
            List<String> keys =
                    IntStream.range(0, 1_000).mapToObj(i -> "job " + i).toList();
            ground.database.runInTenant(tenant, tx -> ground.jobs.enqueueAll(tx, ground.kind, keys));
        }
        long begun = System.nanoTime();
        for (int node = 0; node < 2; node++) {
            start(ground.runner(10, job -> {
                runs.incrementAndGet();
                distinct.add(job.tenant() + "/" + job.key());
                return JobOutcome.done();
            }));
        }
        await().atMost(Duration.ofSeconds(40)).until(() -> ground.waitingJobs() == 0);
        double seconds = (System.nanoTime() - begun) / 1e9;

        System.out.printf(java.util.Locale.ROOT, "jobs: %d in %.1f s%n", distinct.size(), seconds);
        assertThat(distinct).hasSize(10_000);
        assertThat(runs).hasValue(10_000);
        assertThat(seconds).isLessThanOrEqualTo(30);
    }

    @Test
    void givesEachRunItsOwnTenantAndNothingOfTheRunBefore() {
        List<TenantId> tenants = List.of(ground.tenant, Ground.newTenant());
        List<String> keys = IntStream.range(0, 500).mapToObj(i -> "job " + i).toList();
        tenants.forEach(
                tenant -> ground.database.runInTenant(tenant, tx -> ground.jobs.enqueueAll(tx, ground.kind, keys)));
        Set<String> wrong = ConcurrentHashMap.newKeySet();
        AtomicInteger runs = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        start(ground.runner(2, job -> {
            ground.database.current().ifPresent(tx -> wrong.add("left open before " + job));
            ground.database.runInTenant(job.tenant(), tx -> {
                String context = tx.queryOne("SELECT current_schema() || current_user", row -> row.getString(1))
                        .orElseThrow();
                if (!context.equals(job.tenant().schema() + job.tenant().databaseRole())) {
                    wrong.add(context + " during " + job);
                }
                if (job.attempts() == 0 && job.key().endsWith("7")) {
                    failures.incrementAndGet();
                    throw new IllegalArgumentException("planned");
                }
            });
            runs.incrementAndGet();
            return JobOutcome.done();
        }));
        await().atMost(Duration.ofSeconds(40)).until(() -> ground.waitingJobs() == 0);

        assertThat(wrong).isEmpty();
        assertThat(runs).hasValue(1_000);
        assertThat(failures).hasValue(100);
    }

    @Test
    void losesNoWakeUpAndRunsAKeyInOnePlaceAtATime() {
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        AtomicInteger together = new AtomicInteger();
        Ground.JobWork work = job -> {
            AtomicInteger here = inside.computeIfAbsent(job.key(), key -> new AtomicInteger());
            together.accumulateAndGet(here.incrementAndGet(), Math::max);
            ground.inTenant(tx -> tx.update("DELETE FROM settings WHERE name LIKE ?", job.key() + "/%"));
            here.decrementAndGet();
            return JobOutcome.done();
        };
        start(ground.runner(4, work));
        start(ground.runner(4, work));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int producer = 0; producer < 4; producer++) {
                int number = producer;
                threads.execute(() -> IntStream.range(0, 250).forEach(i -> fillMailbox("box " + i % 5, number, i)));
            }
        }
        await().untilAsserted(() ->
                assertThat(ground.count("SELECT count(*) FROM settings")).isZero());
        await().untilAsserted(() -> assertThat(ground.waitingJobs()).isZero());
        assertThat(together).hasValue(1);
    }

    private void fillMailbox(String box, int producer, int i) {
        ground.inTenant(tx -> {
            tx.update("INSERT INTO settings (name, value) VALUES (?, '1')", box + "/" + producer + "." + i);
            ground.jobs.enqueue(tx, ground.kind, box);
        });
    }

    @Test
    void leavesTheJobsOfASuspendedTenantUntilItIsResumed() {
        TenantId open = Ground.newTenant();
        setStatus("suspended");
        ground.enqueue("waits");
        ground.database.runInTenant(open, tx -> ground.jobs.enqueue(tx, ground.kind, "goes on"));
        List<String> ran = new CopyOnWriteArrayList<>();
        start(ground.runner(2, job -> {
            ran.add(job.key());
            return JobOutcome.done();
        }));
        await().until(() -> ran.contains("goes on"));
        await().during(Duration.ofSeconds(2)).until(() -> !ran.contains("waits"));
        assertThat(ground.waitingJobs()).isEqualTo(1);

        setStatus("active");
        await().until(() -> ran.contains("waits"));
        await().until(() -> ground.waitingJobs() == 0);
    }

    private void setStatus(String status) {
        ground.database.runInPlatform(
                tx -> tx.update("UPDATE flame.tenants SET status = ? WHERE slug = ?", status, ground.tenant.slug()));
    }

    @Test
    void takesOverTheLeaseOfADeadNode() {
        ground.enqueue("orphan");
        JobStore dead = new JobStore(ground.database, UUID.randomUUID(), Duration.ofMillis(500));
        assertThat(dead.claim(List.of(ground.kind), new RunningJobs(), 1, 1)).hasSize(1);
        Instant death = Instant.now();
        List<String> ran = new CopyOnWriteArrayList<>();
        start(ground.runner(1, job -> {
            ran.add(job.key());
            return JobOutcome.done();
        }));

        await().untilAsserted(() -> assertThat(ran).containsExactly("orphan"));
        assertThat(Duration.between(death, Instant.now())).isGreaterThan(Duration.ofMillis(400));
    }

    @Test
    void keepsTheLeaseOfALongRun() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        Ground.JobWork work = job -> {
            runs.incrementAndGet();
            over.await(20, TimeUnit.SECONDS);
            return JobOutcome.done();
        };
        Duration lease = Duration.ofMillis(600);
        start(ground.runner(2, lease, work));
        start(ground.runner(2, lease, work));
        ground.enqueue("long");
        await().until(() -> runs.get() == 1);

        await().during(lease.multipliedBy(3)).until(() -> runs.get() == 1);
        over.countDown();
        await().until(() -> ground.waitingJobs() == 0);
        assertThat(runs).hasValue(1);
    }

    @Test
    void doesNotRunAJobTwiceWhoseLeaseRanOutDuringAnOutage() {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        start(ground.runner(2, Duration.ofMillis(300), job -> {
            runs.incrementAndGet();
            over.await(20, TimeUnit.SECONDS);
            return JobOutcome.done();
        }));
        ground.enqueue("long");
        await().until(() -> runs.get() == 1);
        ground.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.jobs SET locked_until = now() - interval '1 minute' WHERE kind = ?", ground.kind));
        ground.enqueue("long");

        await().during(Duration.ofMillis(500)).until(() -> runs.get() == 1);
        over.countDown();
        await().until(() -> runs.get() == 2 && ground.waitingJobs() == 0);
    }

    @Test
    void settlesAJobThatEndsWhileTheDatabaseIsAway() {
        AtomicInteger runs = new AtomicInteger();
        start(ground.runner(2, job -> {
            if (runs.getAndIncrement() < 2) {
                Ground.OUTAGE.begin();
            }
            if (runs.get() == 2) {
                throw new IllegalStateException("planned, with the database away");
            }
            return JobOutcome.done();
        }));
        for (int round = 1; round <= 2; round++) {
            int before = round;
            ground.enqueue("box");
            await().until(() -> runs.get() == before);
            Ground.OUTAGE.end();
            int expected = round == 1 ? 1 : 3;
            await().atMost(Duration.ofSeconds(8)).until(() -> runs.get() == expected && ground.waitingJobs() == 0);
        }
    }

    @Test
    void triesAFailingJobAgainWithGrowingDelayWithoutBlockingOthers() {
        List<Integer> attempts = new CopyOnWriteArrayList<>();
        List<Instant> times = new CopyOnWriteArrayList<>();
        Set<String> done = ConcurrentHashMap.newKeySet();
        start(ground.runner(1, job -> {
            if (job.key().equals("bad") && attempts.size() < 2) {
                attempts.add(job.attempts());
                times.add(Instant.now());
                throw new IllegalStateException("planned\0with a NUL");
            }
            if (job.key().equals("bad")) {
                assertThat(done).hasSize(20);
                times.add(Instant.now());
            }
            done.add(job.key());
            return JobOutcome.done();
        }));
        ground.enqueue("bad");
        IntStream.range(0, 20).forEach(i -> ground.enqueue("good " + i));

        await().untilAsserted(() -> assertThat(done).hasSize(21));
        assertThat(attempts).containsExactly(0, 1);
        assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThan(Duration.ofMillis(450));
        assertThat(Duration.between(times.get(1), times.get(2))).isGreaterThan(Duration.ofMillis(950));
    }

    @Test
    void letsAnotherTenantThroughABacklog() {
        TenantId other = Ground.newTenant();
        List<String> backlog = IntStream.range(0, 1_000).mapToObj(i -> "a" + i).toList();
        ground.inTenant(tx -> ground.jobs.enqueueAll(tx, ground.kind, backlog));
        ground.database.runInTenant(other, tx -> ground.jobs.enqueue(tx, ground.kind, "b"));
        List<String> order = new CopyOnWriteArrayList<>();
        start(ground.runner(4, job -> {
            order.add(job.key());
            return JobOutcome.done();
        }));

        await().atMost(Duration.ofSeconds(20)).until(() -> order.size() >= 200);
        assertThat(order.indexOf("b")).isBetween(0, 9);
    }

    @Test
    void leavesWorkersFreeForOthersWhileATenantsRunsTakeLong() {
        TenantId other = Ground.newTenant();
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger blocked = new AtomicInteger();
        List<String> through = new CopyOnWriteArrayList<>();
        ground.inTenant(tx -> ground.jobs.enqueueAll(
                tx, ground.kind, IntStream.range(0, 50).mapToObj(i -> "a" + i).toList()));
        start(ground.runner(8, job -> {
            if (job.tenant().equals(ground.tenant)) {
                blocked.incrementAndGet();
                over.await(20, TimeUnit.SECONDS);
            } else {
                through.add(job.key());
            }
            return JobOutcome.done();
        }));
        await().until(() -> blocked.get() == 6);
        ground.database.runInTenant(other, tx -> ground.jobs.enqueue(tx, ground.kind, "b"));

        await().untilAsserted(() -> assertThat(through).containsExactly("b"));
        assertThat(blocked).hasValue(6);
        over.countDown();
        await().until(() -> ground.waitingJobs() == 0);
    }

    @Test
    void comesBackWhenAJobAskedForIt() {
        AtomicInteger runs = new AtomicInteger();
        Instant begun = Instant.now();
        start(ground.runner(
                2, job -> runs.incrementAndGet() < 20 ? JobOutcome.later(Duration.ofMillis(20)) : JobOutcome.done()));
        ground.enqueue("again");

        await().until(() -> ground.waitingJobs() == 0);
        assertThat(runs).hasValue(20);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void givesItsJobsBackWhenItStops() {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger runs = new AtomicInteger();
        JobRunner first = ground.runner(1, job -> {
            runs.incrementAndGet();
            over.countDown();
            return JobOutcome.later(Duration.ZERO);
        });
        first.start();
        ground.enqueue("handed over");
        await().until(() -> over.getCount() == 0);
        first.stop();
        int atTheEnd = runs.get();
        assertThat(ground.lockedJobs()).isZero();

        start(ground.runner(1, job -> JobOutcome.done()));
        await().until(() -> ground.waitingJobs() == 0);
        assertThat(runs).hasValue(atTheEnd);
    }

    private void start(JobRunner runner) {
        started.add(runner);
        runner.start();
    }
}
