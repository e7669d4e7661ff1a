package io.flame.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.ConversationSight;
import io.flame.identity.Role;
import io.flame.identity.Visibility;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Fact;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who may see some conversations only hears of these and of nothing else. */
@Tag("servers")
class LimitedEyesTest {

    private record Remark(UUID conversationId, int number) implements Fact {
        @Override
        public String type() {
            return "remark.made";
        }
    }

    private final TestLog log = new TestLog();
    private final Rooms rooms = log.rooms();
    private final EventPages pages = new EventPages(log.reader, rooms, log.threads);
    private final UUID mine = UUID.randomUUID();
    private final UUID foreign = UUID.randomUUID();
    private final Set<UUID> assigned = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final Caller agent = new Caller(
            log.tenant, UUID.randomUUID(), "ana@example.com", "Ana", Role.AGENT, Visibility.OWN);
    private final Eyes eyes = Eyes.of(agent, sight());

    LimitedEyesTest() {
        assigned.add(mine);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void hearsLiveOnlyOfWhatMayBeSeen() {
        Listener limited = enter(eyes);
        Listener everything = enter(Eyes.ALL);

        remark(foreign, 1);
        log.count("of no conversation", 2);
        remark(mine, 3);

        await().until(() -> numbers(limited).contains(3));
        assertThat(numbers(limited)).containsExactly(3);
        assertThat(limited.ids()).isEmpty();
        await().until(() -> numbers(everything).equals(List.of(1, 3)));
        assertThat(everything.ids()).hasSize(1);
    }

    @Test
    void catchesUpOnlyOnWhatMayBeSeen() {
        for (int number = 0; number < 250; number++) {
            remark(number % 50 == 0 ? mine : foreign, number);
        }
        Listener limited = new Listener();

        rooms.enter(log.tenant, eyes, Optional.of(EventPosition.START), limited);

        await().until(() -> numbers(limited).size() == 5);
        assertThat(numbers(limited)).containsExactly(0, 50, 100, 150, 200);
    }

    @Test
    void goesByWhatHoldsAtTheMomentOfTelling() {
        Listener limited = enter(eyes);
        remark(mine, 1);
        await().until(() -> numbers(limited).equals(List.of(1)));

        assigned.remove(mine);
        assigned.add(foreign);
        remark(mine, 2);
        remark(foreign, 3);

        await().until(() -> numbers(limited).contains(3));
        assertThat(numbers(limited)).containsExactly(1, 3);
    }

    @Test
    void seesMoreAsSoonAsItMay() {
        Listener limited = new Listener();
        Subscription subscription = rooms.enter(log.tenant, eyes, Optional.empty(), limited);
        await().until(limited::isReady);
        subscription.seeWith(Eyes.ALL);

        remark(foreign, 1);

        await().until(() -> numbers(limited).equals(List.of(1)));
    }

    @Test
    void looksOnceForAllSocketsOfOnePerson() {
        Listener one = enter(eyes);
        Listener other = enter(Eyes.of(agent, sight()));
        for (int number = 0; number < 20; number++) {
            int last = number;
            remark(mine, number);
            await().until(() -> numbers(one).contains(last) && numbers(other).contains(last));
        }

        assertThat(looks).as("each would need 20, and a few more to come in").hasValueLessThan(30);
    }

    @Test
    void costsNothingWhereEverybodySeesEverything() {
        Listener everything = enter(Eyes.ALL);

        remark(foreign, 1);

        await().until(() -> numbers(everything).equals(List.of(1)));
        assertThat(looks).hasValue(0);
    }

    @Test
    void pullsOnlyWhatMayBeSeenAndNeverStandsStill() throws Exception {
        IntStream.range(0, 30).forEach(number -> remark(foreign, number));
        remark(mine, 30);

        JsonNode page = Json.read(
                pages.next(log.tenant, eyes, EventPosition.START, 10, Duration.ZERO)
                        .get(),
                JsonNode.class);

        assertThat(page.path("data")).hasSize(1);
        assertThat(page.at("/data/0/data/number").asInt()).isEqualTo(30);
        assertThat(page.path("next").asText()).isEqualTo(log.ids().getLast());
    }

    @Test
    void waitsForWhatMayBeSeen() throws Exception {
        CompletableFuture<String> answer =
                pages.next(log.tenant, eyes, EventPosition.START, 10, Duration.ofSeconds(25));
        remark(foreign, 1);
        remark(mine, 2);

        JsonNode page = Json.read(answer.get(10, TimeUnit.SECONDS), JsonNode.class);

        assertThat(page.path("data")).hasSize(1);
        assertThat(page.at("/data/0/data/number").asInt()).isEqualTo(2);
    }

    @Test
    void tellsOfTypingOnlyWhereItMayBeSeen() {
        Listener limited = enter(eyes);
        rooms.tell(log.tenant, typing(foreign), Optional.empty());
        rooms.tell(log.tenant, typing(mine), Optional.empty());

        await().until(() -> !limited.named("typing").isEmpty());
        assertThat(limited.named("typing")).hasSize(1);
        assertThat(limited.named("typing").getFirst().at("/data/conversationId").asText())
                .isEqualTo(mine.toString());
    }

    @Test
    void mayNotTypeWhereItMayNotLook() {
        Subscription subscription = rooms.enter(log.tenant, eyes, Optional.empty(), new Listener());

        subscription.requireInSight(mine);
        assertThatThrownBy(() -> subscription.requireInSight(foreign))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
    }

    private ConversationSight sight() {
        return (caller, conversations) -> {
            looks.incrementAndGet();
            Set<UUID> seen = new HashSet<>(conversations);
            seen.retainAll(assigned);
            return seen;
        };
    }

    private Listener enter(Eyes with) {
        Listener listener = new Listener();
        rooms.enter(log.tenant, with, Optional.empty(), listener);
        await().until(listener::isReady);
        return listener;
    }

    private Frame typing(UUID conversation) {
        return Frame.passing(
                "typing", log.tenant, java.time.Instant.now(), "{\"conversationId\":\"" + conversation + "\"}");
    }

    private void remark(UUID conversation, int number) {
        log.run(tx -> log.log.publish(tx, new Remark(conversation, number)));
    }

    private static List<Integer> numbers(Listener listener) {
        return listener.named("remark.made").stream()
                .map(event -> event.at("/data/number").asInt())
                .toList();
    }
}
