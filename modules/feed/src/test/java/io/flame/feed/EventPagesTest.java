package io.flame.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class EventPagesTest {

    private final TestLog log = new TestLog();
    private final Rooms rooms = log.rooms();
    private final EventPages pages = new EventPages(log.reader, rooms, log.threads);
    private final Positions positions = new Positions(log.reader);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void pagesThroughTheWholeLog() throws Exception {
        for (int i = 0; i < 7; i++) {
            log.count("seven", i);
        }
        JsonNode first = page(EventPosition.START, 5);
        JsonNode second = page(positions.of(log.tenant, first.path("next").asText()), 5);
        assertThat(first.path("data")).hasSize(5);
        assertThat(second.path("data")).hasSize(2);
        assertThat(second.path("data").get(1).path("data").path("number").asInt())
                .isEqualTo(6);
        assertThat(second.path("next").asText()).isEqualTo(log.ids().getLast());
    }

    @Test
    void staysWhereItIsWhenThereIsNothing() throws Exception {
        JsonNode page = page(EventPosition.START, 5);
        assertThat(page.path("data")).isEmpty();
        assertThat(page.path("next").asText()).isEqualTo("0-0");
        assertThat(pages.end(log.tenant)).isEqualTo(EventPosition.START);
    }

    @Test
    void findsTheEndAlsoWhenTransactionNumbersGrowLonger() {
        log.database().runInTenant(log.tenant, tx -> {
            String insert = "INSERT INTO events (tx, type, fact, data) VALUES (?::text::xid8, 't', 'T', '{}')";
            tx.update(insert, "9");
            tx.update(insert, "10");
            tx.update(insert, "99");
        });
        assertThat(pages.end(log.tenant).tx()).isEqualTo(99);
        assertThat(log.reader.read(log.tenant, EventPosition.START, 2).events())
                .extracting(event -> event.position().tx())
                .containsExactly(9L, 10L);
    }

    @Test
    void answersALongPollAsSoonAsSomethingHappens() throws Exception {
        CompletableFuture<String> answer = pages.next(log.tenant, Eyes.ALL, EventPosition.START, 10, Duration.ofSeconds(25));
        assertThat(answer).isNotDone();
        log.count("awaited", 1);
        JsonNode page = Json.read(answer.get(10, TimeUnit.SECONDS), JsonNode.class);
        assertThat(page.path("data")).hasSize(1);
        assertThat(rooms.isOccupied(log.tenant)).isFalse();
    }

    @Test
    void endsALongPollEmptyWhenNothingHappens() throws Exception {
        JsonNode page = Json.read(
                pages.next(log.tenant, Eyes.ALL, EventPosition.START, 10, Duration.ofMillis(200))
                        .get(10, TimeUnit.SECONDS),
                JsonNode.class);
        assertThat(page.path("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "12", "-1-2", "1--2", "99999999999999999999-1", "123456-7", "latest "})
    void refusesAPlaceThatIsNotInTheLog(String id) {
        assertThatThrownBy(() -> positions.of(log.tenant, id))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_CURSOR));
    }

    @Test
    void refusesAPlaceInAnotherTenantsLog() {
        try (TestLog other = new TestLog()) {
            other.count("theirs", 1);
            String theirs = other.ids().getFirst();
            assertThatThrownBy(() -> positions.of(log.tenant, theirs)).isInstanceOf(Problem.class);
        }
    }

    @Test
    void takesAnAbsentPlaceForNone() {
        assertThat(positions.find(log.tenant, MissingNode.getInstance())).isEmpty();
        assertThat(positions.find(log.tenant, new TextNode(""))).isEmpty();
        assertThat(positions.find(log.tenant, new TextNode("0-0"))).contains(EventPosition.START);
    }

    private JsonNode page(EventPosition after, int limit) throws Exception {
        return Json.read(pages.next(log.tenant, Eyes.ALL, after, limit, Duration.ZERO).get(), JsonNode.class);
    }
}
