package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class EventLogTest {

    private final Ground ground = new Ground();

    record StonePlaced(String name) implements Fact {
        @Override
        public String type() {
            return "stone.placed";
        }
    }

    @Test
    void recordsAFactIfAndOnlyIfTheTransactionCommits() {
        List<TenantId> rings = new ArrayList<>();
        ground.doorbell.listen((tenant, local) -> rings.add(tenant));
        ground.inTenant(tx -> ground.log.publish(tx, new StonePlaced("kept")));
        assertThatThrownBy(() -> ground.inTenant(tx -> {
                    ground.log.publish(tx, new StonePlaced("undone"));
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");

        assertThat(read(EventPosition.START, 10)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("stone.placed");
            assertThat(event.fact()).isEqualTo("StonePlaced");
            assertThat(Json.read(event.data(), StonePlaced.class)).isEqualTo(new StonePlaced("kept"));
        });
        assertThat(rings).containsExactly(ground.tenant);
    }

    @Test
    void keepsTheOrderOfFactsPublishedTogether() {
        List<Fact> facts = List.of(new StonePlaced("1"), new StonePlaced("2"), new StonePlaced("3"));
        ground.inTenant(tx -> ground.log.publish(tx, facts));

        assertThat(names(read(EventPosition.START, 10))).containsExactly("1", "2", "3");
        EventPosition first = read(EventPosition.START, 1).getFirst().position();
        assertThat(names(read(first, 1))).containsExactly("2");
        assertThat(ground.database.inTenant(ground.tenant, ground.log::end))
                .isEqualTo(read(EventPosition.START, 10).getLast().position());
    }

    @Test
    void ordersTransactionsByNumberWhenTheyGrowADigit() {
        for (String transaction : List.of("9", "10", "99", "100")) {
            ground.inTenant(tx -> tx.update(
                    "INSERT INTO events (tx, type, fact, data) VALUES (?::text::xid8, 'stone.placed', 'StonePlaced', ?::jsonb)",
                    transaction,
                    Json.write(new StonePlaced(transaction))));
        }

        assertThat(names(read(EventPosition.START, 10))).containsExactly("9", "10", "99", "100");
        EventPosition end = ground.database.inTenant(ground.tenant, ground.log::end);
        assertThat(end.tx()).isEqualTo(100);
        assertThat(read(end, 10)).isEmpty();
    }

    @Test
    void showsNothingThatIsYoungerThanARunningTransaction() throws Exception {
        CountDownLatch published = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<?> slow = threads.submit(() -> ground.inTenant(tx -> {
                ground.log.publish(tx, new StonePlaced("slow"));
                published.countDown();
                awaitLatch(mayCommit);
            }));
            awaitLatch(published);
            ground.inTenant(tx -> ground.log.publish(tx, new StonePlaced("quick")));

            assertThat(read(EventPosition.START, 10)).isEmpty();
            assertThat(ground.database.inTenant(ground.tenant, ground.log::hidesRows))
                    .isTrue();
            mayCommit.countDown();
            slow.get();
        }
        await().untilAsserted(
                        () -> assertThat(names(read(EventPosition.START, 10))).containsExactly("slow", "quick"));
        assertThat(ground.database.inTenant(ground.tenant, ground.log::hidesRows))
                .isFalse();
    }

    @Test
    void showsAReaderEveryRowOfConcurrentTransactionsOnceAndInOrder() {
        int writers = 8;
        int transactions = 40;
        Set<String> committed = ConcurrentHashMap.newKeySet();
        List<LoggedEvent> seen = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            for (int writer = 0; writer < writers; writer++) {
                int number = writer;
                threads.execute(() -> write(number, transactions, committed));
            }
            threads.shutdown();
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        boolean finished = threads.isTerminated();
                        List<LoggedEvent> more = read(
                                seen.isEmpty()
                                        ? EventPosition.START
                                        : seen.getLast().position(),
                                7);
                        seen.addAll(more);
                        return finished
                                && more.isEmpty()
                                && !ground.database.inTenant(ground.tenant, ground.log::hidesRows);
                    });
        }
        assertThat(seen).isSortedAccordingTo((a, b) -> a.position().compareTo(b.position()));
        assertThat(names(seen)).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(committed);
        System.out.printf("event log: %d concurrent writers, %d facts, each seen once%n", writers, seen.size());
    }

    /** Two facts with a pause of 0 to 9 ms before the commit; a tenth is rolled back. */
    private void write(int writer, int transactions, Set<String> committed) {
        Random random = new Random(writer);
        for (int i = 0; i < transactions; i++) {
            String name = writer + "/" + i;
            boolean undo = random.nextInt(10) == 0;
            try {
                ground.inTenant(tx -> {
                    ground.log.publish(tx, new StonePlaced(name + "a"));
                    tx.update("SELECT pg_sleep(?)", random.nextInt(10) / 1_000.0);
                    ground.log.publish(tx, new StonePlaced(name + "b"));
                    if (undo) {
                        throw new IllegalArgumentException("planned");
                    }
                });
                committed.add(name + "a");
                committed.add(name + "b");
            } catch (IllegalArgumentException e) {
                assertThat(undo).isTrue();
            }
        }
    }

    private List<LoggedEvent> read(EventPosition after, int limit) {
        return ground.database.inTenant(ground.tenant, tx -> ground.log.read(tx, after, limit));
    }

    private static List<String> names(List<LoggedEvent> events) {
        return events.stream()
                .map(event -> Json.read(event.data(), StonePlaced.class).name())
                .toList();
    }

    private static void awaitLatch(CountDownLatch latch) {
        await().until(() -> latch.getCount() == 0);
    }
}
