package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.event.Reception;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class EventDispatcherTest {

    private final Ground ground = new Ground();
    private final List<EventDispatcher> started = new ArrayList<>();

    record LampLit(String name) implements Fact {
        @Override
        public String type() {
            return "lamp.lit";
        }
    }

    record LampBroken(String name) implements Fact {
        @Override
        public String type() {
            return "lamp.broken";
        }
    }

    /** What the container would make of {@code void on(@Observes T fact)}. */
    private record Observer<T extends Fact>(Class<T> fact, Consumer<T> body) implements ObserverMethod<Fact> {
        @Override
        public void notify(Fact told) {
            body.accept(fact.cast(told));
        }

        @Override
        public Class<?> getBeanClass() {
            return Observer.class;
        }

        @Override
        public Type getObservedType() {
            return fact;
        }

        @Override
        public Set<Annotation> getObservedQualifiers() {
            return Set.of();
        }

        @Override
        public Reception getReception() {
            return Reception.ALWAYS;
        }

        @Override
        public TransactionPhase getTransactionPhase() {
            return TransactionPhase.IN_PROGRESS;
        }
    }

    @AfterEach
    void stop() {
        started.forEach(EventDispatcher::stop);
    }

    @Test
    void tellsEachListenerWhatItListensForInOrder() {
        List<String> lit = new CopyOnWriteArrayList<>();
        List<String> broken = new CopyOnWriteArrayList<>();
        start(
                listener("lit", LampLit.class, fact -> lit.add(fact.name())),
                listener("broken", LampBroken.class, fact -> broken.add(fact.name())));
        publish(new LampLit("1"), new LampBroken("2"), new LampLit("3"));
        publish(new LampLit("4"));

        await().untilAsserted(() -> assertThat(lit).containsExactly("1", "3", "4"));
        await().untilAsserted(() -> assertThat(broken).containsExactly("2"));
    }

    @Test
    void tellsInATransactionOfTheTenantThatCommitsWithTheProgress() {
        start(listener(
                "writer",
                LampLit.class,
                fact -> ground.inTenant(tx -> tx.update(
                        "INSERT INTO settings (name, value) VALUES (?, to_jsonb(current_user))", fact.name()))));
        publish(new LampLit("hall"));

        await().untilAsserted(() -> assertThat(ground.count("SELECT count(*) FROM settings WHERE name = 'hall' "
                        + "AND value #>> '{}' = '" + ground.tenant.databaseRole() + "'"))
                .isEqualTo(1));
        await().untilAsserted(() -> assertThat(
                        ground.count("SELECT count(*) FROM event_progress WHERE listener = 'writer' AND id > 0"))
                .isEqualTo(1));
    }

    @Test
    void triesAFailingListenerAgainWithoutHoldingUpTheOthers() {
        AtomicInteger failures = new AtomicInteger();
        List<String> first = new CopyOnWriteArrayList<>();
        List<String> second = new CopyOnWriteArrayList<>();
        start(
                listener("flaky", LampLit.class, fact -> {
                    if (failures.getAndIncrement() < 2) {
                        ground.inTenant(tx -> tx.update("INSERT INTO settings (name, value) VALUES ('half', '1')"));
                        throw new IllegalStateException("planned\0with a NUL");
                    }
                    assertThat(second).isNotEmpty();
                    first.add(fact.name());
                }),
                listener("steady", LampLit.class, fact -> second.add(fact.name())));
        publish(new LampLit("1"), new LampLit("2"));

        await().untilAsserted(() -> assertThat(second).containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(first).containsExactly("1", "2"));
        assertThat(failures).hasValue(4);
        assertThat(ground.count("SELECT count(*) FROM settings")).isZero();
    }

    @Test
    void countsAnErrorOrABrokenTransactionAsAFailureOfThatListenerOnly() {
        List<String> told = new CopyOnWriteArrayList<>();
        AtomicInteger tries = new AtomicInteger();
        start(
                listener("dies", LampLit.class, fact -> {
                    throw new StackOverflowError("planned");
                }),
                listener("swallows", LampLit.class, fact -> {
                    tries.incrementAndGet();
                    try {
                        ground.inTenant(tx -> tx.update("SELECT * FROM no_such_table"));
                    } catch (RuntimeException e) {
                        // as careless listeners do: the transaction is lost all the same
                    }
                }),
                listener("last", LampLit.class, fact -> told.add(fact.name())));
        publish(new LampLit("1"));

        await().untilAsserted(() -> assertThat(told).containsExactly("1"));
        await().untilAsserted(() -> assertThat(tries).hasValueGreaterThan(1));
        await().untilAsserted(() -> assertThat(ground.count(
                        "SELECT count(*) FROM event_progress WHERE attempts > 0 AND last_error IS NOT NULL"))
                .isEqualTo(2));
    }

    @Test
    void parksAFactAfterManyTriesAndGoesOn() {
        publish(new LampLit("poison"), new LampLit("fine"));
        ground.inTenant(
                tx -> tx.update("INSERT INTO event_progress (listener, tx, id, attempts) VALUES ('picky', '0', 0, 9)"));
        List<String> told = new CopyOnWriteArrayList<>();
        start(listener("picky", LampLit.class, fact -> {
            if (fact.name().equals("poison")) {
                throw new IllegalStateException("planned\0poison");
            }
            told.add(fact.name());
        }));
        ground.doorbell.ring(ground.tenant);

        await().untilAsserted(() -> assertThat(told).containsExactly("fine"));
        assertThat(ground.count("SELECT count(*) FROM parked_events p JOIN events e ON e.id = p.event_id "
                        + "WHERE p.listener = 'picky' AND e.data ->> 'name' = 'poison'"))
                .isEqualTo(1);
    }

    @Test
    void goesOnAfterACrashWhereEachListenerStopped() {
        List<String> before = new CopyOnWriteArrayList<>();
        start(listener("slow", LampLit.class, fact -> {
            if (fact.name().equals("2")) {
                throw new IllegalStateException("the node falls here");
            }
            before.add(fact.name());
        }));
        publish(new LampLit("1"), new LampLit("2"));
        await().untilAsserted(() -> assertThat(ground.count("SELECT count(*) FROM event_progress WHERE attempts > 0"))
                .isEqualTo(1));
        stop();
        publish(new LampLit("3"));

        List<String> after = new CopyOnWriteArrayList<>();
        List<String> newcomer = new CopyOnWriteArrayList<>();
        start(
                listener("slow", LampLit.class, fact -> after.add(fact.name())),
                listener("newcomer", LampLit.class, fact -> newcomer.add(fact.name())));
        ground.doorbell.ringFromElsewhere(ground.tenant);

        await().untilAsserted(() -> assertThat(after).containsExactly("2", "3"));
        await().untilAsserted(() -> assertThat(newcomer).containsExactly("1", "2", "3"));
        assertThat(before).containsExactly("1");
    }

    @Test
    void letsTwoNodesTellEveryFactOnce() {
        List<String> told = new CopyOnWriteArrayList<>();
        start(listener("shared", LampLit.class, fact -> told.add(fact.name())));
        start(listener("shared", LampLit.class, fact -> told.add(fact.name())));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            names.add("lamp " + i);
            publish(new LampLit("lamp " + i));
        }
        await().untilAsserted(() -> assertThat(told).containsExactlyElementsOf(names));
    }

    private void publish(Fact... facts) {
        ground.inTenant(tx -> ground.log.publish(tx, List.of(facts)));
    }

    private void start(ListenerCatalog.Listener... listeners) {
        ListenerCatalog catalog = new ListenerCatalog();
        catalog.listeners().addAll(List.of(listeners));
        started.add(new EventDispatcher(ground.database, ground.log, ground.doorbell, catalog));
    }

    private static <T extends Fact> ListenerCatalog.Listener listener(String name, Class<T> fact, Consumer<T> body) {
        return new ListenerCatalog.Listener(name, fact, new Observer<>(fact, body));
    }
}
