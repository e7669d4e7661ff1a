package io.flame.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.EventPosition;
import io.flame.kernel.TenantId;
import io.flame.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RoomsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private final TestLog log = new TestLog();
    private final Rooms rooms = log.rooms();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void givesANewcomerOnlyWhatIsNew() {
        log.count("old", 1);
        Listener listener = enter(Optional.empty());
        log.count("new", 2);
        await().atMost(PATIENCE).until(() -> listener.ids().size() == 1);
        assertThat(listener.named("number.counted")
                        .getFirst()
                        .path("data")
                        .path("number")
                        .asInt())
                .isEqualTo(2);
        assertThat(listener.named("ready").getFirst().path("id").asText())
                .isEqualTo(log.ids().getFirst());
    }

    @Test
    void wrapsAnEventInItsEnvelope() {
        Listener listener = enter(Optional.empty());
        log.count("\"ñ\u2028😀", 7);
        await().atMost(PATIENCE).until(() -> listener.ids().size() == 1);
        var event = listener.named("number.counted").getFirst();
        assertThat(event.path("type").asText()).isEqualTo("number.counted");
        assertThat(event.path("tenant").asText()).isEqualTo(log.tenant.slug());
        assertThat(java.time.Instant.parse(event.path("time").asText())).isNotNull();
        assertThat(event.path("data").path("counter").asText()).isEqualTo("\"ñ\u2028😀");
    }

    @Test
    void resumesAfterTheLastEventOfTheClient() {
        for (int i = 0; i < 1_203; i++) {
            log.count("before", i);
        }
        List<String> all = log.ids();
        Listener listener = enter(EventPosition.parse(all.get(1)));
        await().atMost(PATIENCE).until(() -> listener.ids().size() == 1_201);
        assertThat(listener.ids()).isEqualTo(all.subList(2, all.size()));
        assertThat(listener.names().getFirst()).isEqualTo("ready");
    }

    @Test
    void waitsWithReadingOnForAListenerWithoutRoom() {
        for (int i = 0; i < 700; i++) {
            log.count("before", i);
        }
        Listener listener = new Listener();
        listener.hasRoom(false);
        rooms.enter(log.tenant, Eyes.ALL, Optional.of(EventPosition.START), listener);
        await().atMost(PATIENCE).until(listener::isReady);
        await().during(Duration.ofMillis(200)).until(() -> listener.ids().isEmpty());
        listener.hasRoom(true);
        await().atMost(PATIENCE).until(() -> listener.ids().size() == 700);
    }

    @Test
    void letsASlowMemberReadOnAloneWithoutGapWhileTheOthersGoOn() {
        Listener quick = enter(Optional.empty());
        Listener slow = enter(Optional.empty());
        slow.hasRoom(false);
        for (int i = 0; i < 50; i++) {
            log.count("live", i);
        }
        await().atMost(PATIENCE).until(() -> quick.ids().size() == 50);
        assertThat(slow.ids()).hasSizeLessThan(50);
        slow.hasRoom(true);
        await().atMost(PATIENCE).until(() -> slow.ids().size() == 50);
        log.count("after", 50);
        await().atMost(PATIENCE).until(() -> slow.ids().size() == 51);
        assertThat(slow.ids()).isEqualTo(log.ids());
        assertThat(slow.isGivenUp()).isFalse();
    }

    @Test
    void givesUpWhoTakesNothingForALongTime() {
        Listener stuck = enter(Optional.empty());
        stuck.hasRoom(false);
        log.count("live", 1);
        log.count("live", 2);
        await().atMost(PATIENCE).until(stuck::isGivenUp);
    }

    @Test
    void holdsAnEventBackUntilNoOlderTransactionCanStillCommit() throws Exception {
        Listener listener = enter(Optional.empty());
        CompletableFuture<Boolean> begun = new CompletableFuture<>();
        CompletableFuture<Boolean> finish = new CompletableFuture<>();
        ExecutorService other = Executors.newSingleThreadExecutor();
        Future<?> older = other.submit(() -> {
            log.run(tx -> {
                log.log.publish(tx, new TestLog.NumberCounted("older", 1));
                begun.complete(true);
                finish.join();
            });
            return true;
        });
        begun.get();
        log.count("younger", 2);
        await().during(Duration.ofMillis(300)).until(() -> listener.ids().isEmpty());
        finish.complete(true);
        older.get();
        await().atMost(PATIENCE).until(() -> listener.ids().size() == 2);
        assertThat(listener.named("number.counted"))
                .extracting(event -> event.path("data").path("counter").asText())
                .containsExactly("older", "younger");
        other.shutdownNow();
    }

    /** Nobody rings when a transaction that hid others' events ends without events of its own. */
    @Test
    void looksAgainByItselfWhenEventsWereHidden() throws Exception {
        Listener listener = enter(Optional.empty());
        try (var connection = TestDatabase.shared().owner().getConnection()) {
            connection.setAutoCommit(false);
            connection.createStatement().execute("SELECT pg_current_xact_id()");
            log.count("hidden", 1);
            await().during(Duration.ofMillis(300)).until(() -> listener.ids().isEmpty());
            connection.rollback();
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> listener.ids().size() == 1);
    }

    @Test
    void keepsTheTenantsApart() {
        TenantId other = TenantId.of(TestDatabase.shared().newTenant());
        Listener foreign = new Listener();
        rooms.enter(other, Eyes.ALL, Optional.empty(), foreign);
        await().atMost(PATIENCE).until(foreign::isReady);
        Listener listener = enter(Optional.empty());
        for (int i = 0; i < 20; i++) {
            log.count("mine", i);
        }
        await().atMost(PATIENCE).until(() -> listener.ids().size() == 20);
        rooms.ringAll();
        await().during(Duration.ofMillis(200)).until(() -> foreign.ids().isEmpty());
    }

    @Test
    void givesNothingMoreToWhoHasLeft() {
        Listener staying = enter(Optional.empty());
        Listener leaving = new Listener();
        Subscription subscription = rooms.enter(log.tenant, Eyes.ALL, Optional.empty(), leaving);
        await().atMost(PATIENCE).until(leaving::isReady);
        rooms.leave(subscription);
        log.count("later", 1);
        await().atMost(PATIENCE).until(() -> staying.ids().size() == 1);
        assertThat(leaving.ids()).isEmpty();
    }

    @Test
    void forgetsATenantNobodyListensTo() {
        Subscription subscription = rooms.enter(log.tenant, Eyes.ALL, Optional.empty(), new Listener());
        assertThat(rooms.isOccupied(log.tenant)).isTrue();
        rooms.leave(subscription);
        assertThat(rooms.isOccupied(log.tenant)).isFalse();
    }

    @Test
    void givesEveryoneExactlyTheCommittedEventsInOrderWhileTransactionsRace() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        listeners.add(enter(Optional.of(EventPosition.START)));
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Future<?>> work = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            String counter = "writer " + writer;
            work.add(writers.submit(() -> writeSlowly(counter)));
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        while (work.stream().anyMatch(each -> !each.isDone())) {
            List<String> seen = listeners.get(random.nextInt(listeners.size())).ids();
            Optional<EventPosition> after = seen.isEmpty()
                    ? Optional.of(EventPosition.START)
                    : EventPosition.parse(seen.get(random.nextInt(seen.size())));
            if (listeners.size() < 60) {
                listeners.add(enter(after));
            }
            pause(random.nextInt(10, 60));
        }
        for (Future<?> each : work) {
            each.get();
        }
        List<String> all = log.ids();
        assertThat(all).hasSizeGreaterThan(200);
        for (Listener listener : listeners) {
            String start = listener.named("ready").getFirst().path("id").asText();
            List<String> expected = all.subList(all.indexOf(start) + 1, all.size());
            await().atMost(PATIENCE).until(() -> listener.ids().size() >= expected.size());
            assertThat(listener.ids()).isEqualTo(expected);
        }
        writers.shutdownNow();
    }

    /** Transactions of several events that stay open for different times, some of which come to nothing. */
    private boolean writeSlowly(String counter) throws Exception {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < 40; i++) {
            int number = i;
            boolean fails = random.nextInt(8) == 0;
            try {
                log.run(tx -> {
                    log.log.publish(tx, new TestLog.NumberCounted(counter, number));
                    pause(random.nextInt(25));
                    log.log.publish(tx, new TestLog.NumberCounted(counter, -number));
                    if (fails) {
                        throw new IllegalStateException("comes to nothing");
                    }
                });
            } catch (IllegalStateException e) {
                assertThat(fails).isTrue();
            }
        }
        return true;
    }

    private static void pause(int millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Listener enter(Optional<EventPosition> after) {
        Listener listener = new Listener();
        rooms.enter(log.tenant, Eyes.ALL, after, listener);
        await().atMost(PATIENCE).until(listener::isReady);
        return listener;
    }
}
