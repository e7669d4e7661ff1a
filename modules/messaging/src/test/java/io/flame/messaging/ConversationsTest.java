package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class ConversationsTest {

    private final House house = new House();

    @Test
    void beginsAConversationWithANewContact() {
        ConversationView begun =
                begin("{\"contactName\":\"Tom\",\"contactPhone\":\"+44 7700 900182\",\"platform\":\"whatsapp\","
                        + "\"priority\":\"high\",\"tags\":[\"vip\",\"vip\",\"sales\"]}");

        assertThat(begun.contactPhone()).isEqualTo("447700900182");
        assertThat(begun.integrationId()).isEqualTo(house.integration);
        assertThat(begun.priority()).isEqualTo("high");
        assertThat(begun.tags()).containsExactly("vip", "sales");
        assertThat(house.events()).extracting(LoggedEvent::type).containsExactly("conversation.created");
    }

    @Test
    void joinsTheCustomersAnswerToTheConversationAnAgentBegan() {
        ConversationView begun =
                begin("{\"contactName\":\"Tom\",\"contactPhone\":\"447700900182\",\"platform\":\"whatsapp\"}");
        house.receive(house.text(house.customer("447700900182"), "wamid.1", "Hi", House.NINE));

        assertThat(house.onlyConversation().id()).isEqualTo(begun.id());
    }

    @Test
    void refusesASecondOpenConversationWithTheSameContact() {
        String body = "{\"contactName\":\"Tom\",\"contactPhone\":\"447700900182\",\"platform\":\"whatsapp\"}";
        begin(body);

        assertProblem(() -> begin(body), ProblemCode.CONFLICT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | contactName,platform,contactPhone",
                "{\"contactName\":7,\"platform\":\"pigeon\"} | contactName,platform,contactPhone",
                "{\"contactName\":\"A\",\"platform\":\"whatsapp\",\"contactPhone\":\"abc\"} | contactPhone",
                "{\"contactName\":\"A\",\"platform\":\"telegram\",\"priority\":\"HIGH\"} | priority",
                "{\"contactName\":\"A\",\"platform\":\"telegram\",\"tags\":[1]} | tags",
                "{\"contactName\":\"A\\u0000\",\"platform\":\"telegram\"} | contactName",
                "{\"contactName\":\"A\",\"platform\":\"telegram\",\"integrationId\":\"1-2-3-4-5\"} | integrationId",
            })
    void namesEveryFieldThatIsWrong(String body, String fields) {
        assertThatThrownBy(() -> begin(body))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::field)
                        .containsExactlyInAnyOrder(fields.split(",")));
        assertThat(house.inbox()).isEmpty();
    }

    @Test
    void changesOnlyTheFieldsThatAreNamed() {
        UUID id = begin(
                        "{\"contactName\":\"Tom\",\"contactPhone\":\"447700900182\",\"platform\":\"whatsapp\",\"tags\":[\"a\"]}")
                .id();
        change(id, "{\"userId\":\"" + house.agent + "\",\"id\":\"" + UUID.randomUUID() + "\",\"tenant\":\"globex\"}");
        ConversationView changed = change(id, "{\"priority\":\"urgent\"}");

        assertThat(changed.userId()).isEqualTo(house.agent);
        assertThat(changed.priority()).isEqualTo("urgent");
        assertThat(changed.tags()).containsExactly("a");
        assertThat(changed.version()).isEqualTo(2);
        assertThat(change(id, "{\"userId\":null}").userId()).isNull();
    }

    @Test
    void refusesAChangeMadeOnAStaleView() {
        UUID id = begin("{\"contactName\":\"Tom\",\"contactPhone\":\"447700900182\",\"platform\":\"whatsapp\"}")
                .id();
        change(id, "{\"priority\":\"low\"}");

        assertProblem(
                () -> house.desk.change(
                        house.tenant, id, ConversationChange.of(json("{\"priority\":\"high\"}")), IfMatch.version(0)),
                ProblemCode.PRECONDITION_FAILED);
        assertThat(house.onlyConversation().priority()).isEqualTo("low");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"status\":\"closed\"}",
                "{\"status\":null}",
                "{\"tags\":\"vip\"}",
                "{\"unreadCount\":5}",
                "{\"userId\":\"00000000-0000-4000-8000-000000000001\"}",
                "{\"assignedAssistantId\":\"00000000-0000-4000-8000-000000000001\"}",
                "{\"contactName\":\" \"}"
            })
    void refusesABadChangeWhole(String body) {
        UUID id = begin("{\"contactName\":\"Tom\",\"contactPhone\":\"447700900182\",\"platform\":\"whatsapp\"}")
                .id();

        assertProblem(() -> change(id, body), ProblemCode.INVALID);
        assertThat(house.onlyConversation().version()).isZero();
    }

    @Test
    void markingAsReadClearsTheCount() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));

        assertThat(change(house.onlyConversation().id(), "{\"unreadCount\":0}").unreadCount())
                .isZero();
    }

    @Test
    void deletesAConversationWithItsMessages() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));
        house.desk.delete(house.tenant, house.onlyConversation().id());

        assertThat(house.inbox()).isEmpty();
        assertThat(house.count("SELECT count(*) FROM messages")).isZero();
        assertProblem(() -> house.desk.delete(house.tenant, UUID.randomUUID()), ProblemCode.NOT_FOUND);
    }

    @Test
    void pagesThroughTheInboxWithoutGapsWhileItGrows() {
        for (int i = 0; i < 25; i++) {
            house.receive(house.text(
                    house.customer("1202555" + (1000 + i)), "wamid." + i, "n" + i, House.NINE.plusSeconds(i / 3)));
        }
        List<UUID> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<ConversationView> page = list(null, PageRequest.of("4", cursor, null, 50));
            page.data().forEach(each -> seen.add(each.id()));
            cursor = page.next();
            house.receive(house.text(
                    house.customer("447700" + seen.size()),
                    "wamid.new." + seen.size(),
                    "new",
                    House.NINE.plusSeconds(999)));
        } while (cursor != null);

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void countsForClientsThatAskByPageNumber() {
        for (int i = 0; i < 5; i++) {
            house.receive(house.text(
                    house.customer("1202555" + (1000 + i)), "wamid." + i, "n" + i, House.NINE.plusSeconds(i)));
        }
        Page<ConversationView> second = list(null, PageRequest.of("2", null, "2", 50));

        assertThat(second.total()).isEqualTo(5);
        assertThat(second.data()).extracting(ConversationView::lastMessage).containsExactly("n2", "n1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "bm90LWEtZGF0ZQ", "MjAyNi0xMS0wMlQwOTowMDowMFo"})
    void refusesAForgedCursor(String cursor) {
        assertProblem(() -> list(null, PageRequest.of(null, cursor, null, 50)), ProblemCode.INVALID_CURSOR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "1000000000", "9223372036854775808", "ten"})
    void refusesALimitOutOfRange(String limit) {
        assertProblem(() -> PageRequest.of(limit, null, null, 50), ProblemCode.INVALID);
    }

    @Test
    void filtersByEverythingAnAgentLooksFor() {
        house.receive(house.text(house.mara(), "wamid.1", "Where is my blue bicycle?", House.NINE));
        house.receive(
                house.text(house.customer("447700900182"), "wamid.2", "100% sure_thing", House.NINE.plusSeconds(1)));
        UUID mara = house.inbox().getLast().id();
        change(
                mara,
                "{\"priority\":\"urgent\",\"status\":\"pending\",\"tags\":[\"vip\"],\"unreadCount\":0,\"userId\":\""
                        + house.agent + "\"}");

        assertThat(only("status", "pending,resolved")).containsExactly(mara);
        assertThat(only("priority", "urgent")).containsExactly(mara);
        assertThat(only("platform", "telegram")).isEmpty();
        assertThat(only("assignee", "me")).containsExactly(mara);
        assertThat(only("assignee", "none")).hasSize(1).doesNotContain(mara);
        assertThat(only("tag", "vip")).containsExactly(mara);
        assertThat(only("q", "bicycle")).containsExactly(mara);
        assertThat(only("q", "lindq")).containsExactly(mara);
        assertThat(only("q", "%")).isEmpty();
        assertThat(only("unread", "true")).hasSize(1).doesNotContain(mara);
        assertThat(only("q", "'; DROP TABLE messages; --")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"status,open", "priority,top", "platform,sms", "assignee,ana", "unread,yes", "tag,''"})
    void refusesUnknownFilterValues(String filter, String value) {
        assertProblem(() -> only(filter, value), ProblemCode.INVALID);
    }

    @Test
    void neverShowsAConversationOfAnotherTenant() {
        House other = new House();
        other.receive(other.text(other.mara(), "wamid.1", "Hello", House.NINE));
        UUID foreign = other.onlyConversation().id();

        assertThat(house.inbox()).isEmpty();
        assertProblem(() -> house.conversations.get(house.tenant, foreign), ProblemCode.NOT_FOUND);
        assertProblem(
                () -> house.messages.list(house.tenant, foreign, PageRequest.of(null, null, null, 50)),
                ProblemCode.NOT_FOUND);
        assertProblem(() -> post(foreign, "{\"content\":\"x\"}"), ProblemCode.NOT_FOUND);
        assertProblem(() -> change(foreign, "{\"priority\":\"low\"}"), ProblemCode.NOT_FOUND);
        assertProblem(() -> house.desk.delete(house.tenant, foreign), ProblemCode.NOT_FOUND);
        assertThat(other.onlyConversation().priority()).isEqualTo("medium");
    }

    @Test
    void storesAnAgentsMessageAsQueuedAndShowsItOnTop() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));
        UUID id = house.onlyConversation().id();
        String text = "Straße 😀 مرحبا\n\"quoted\" <b>";
        MessageView posted = post(id, "{\"content\":" + Json.write(text) + ",\"metadata\":{\"ticket\":7}}");

        assertThat(posted.status()).isEqualTo("queued");
        assertThat(posted.sender()).isEqualTo("agent");
        assertThat(posted.senderId()).isEqualTo(house.agent);
        assertThat(house.thread(id).getLast().content()).isEqualTo(text);
        assertThat(house.onlyConversation().lastMessage()).isEqualTo(text);
        assertThat(house.events().getLast().data()).contains("\"ticket\": 7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"content\":\"\"}",
                "{\"content\":null}",
                "{\"content\":5}",
                "{\"content\":\"a\\u0000b\"}",
                "{\"content\":\"\\ud800\"}",
                "{\"content\":\"x\",\"type\":\"hologram\"}",
                "{\"content\":\"x\",\"type\":\"image\"}",
                "{\"content\":\"x\",\"metadata\":[]}",
                "{\"content\":\"x\",\"inReplyTo\":\"nope\"}",
                "{\"content\":\"x\",\"inReplyTo\":\"00000000-0000-4000-8000-000000000001\"}",
                "[]"
            })
    void refusesABadMessage(String body) {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));
        UUID id = house.onlyConversation().id();

        assertProblem(() -> post(id, body), ProblemCode.INVALID);
        assertThat(house.thread(id)).hasSize(1);
    }

    @Test
    void takesExactly4096CharactersAndNotOneMore() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello", House.NINE));
        UUID id = house.onlyConversation().id();

        assertThat(post(id, "{\"content\":\"" + "😀".repeat(4_096) + "\"}").status())
                .isEqualTo("queued");
        assertProblem(() -> post(id, "{\"content\":\"" + "x".repeat(4_097) + "\"}"), ProblemCode.INVALID);
    }

    private ConversationView begin(String body) {
        return house.desk.begin(house.tenant, NewConversation.of(json(body)));
    }

    private ConversationView change(UUID id, String body) {
        return house.desk.change(house.tenant, id, ConversationChange.of(json(body)), IfMatch.anything());
    }

    private MessageView post(UUID id, String body) {
        return house.messages.post(house.tenant, id, NewMessage.of(house.agent, json(body)));
    }

    private List<UUID> only(String filter, String value) {
        return house
                .conversations
                .list(
                        house.tenant,
                        house.everything(),
                        ConversationFilter.of(
                                when(filter, "status", value),
                                when(filter, "priority", value),
                                when(filter, "platform", value),
                                when(filter, "assignee", value),
                                when(filter, "tag", value),
                                when(filter, "q", value),
                                when(filter, "unread", value),
                                house.agent),
                        PageRequest.of(null, null, null, 50))
                .data()
                .stream()
                .map(ConversationView::id)
                .toList();
    }

    private static String when(String filter, String name, String value) {
        return filter.equals(name) ? value : null;
    }

    private Page<ConversationView> list(String status, PageRequest request) {
        return house.conversations.list(
                house.tenant,
                house.everything(),
                ConversationFilter.of(status, null, null, null, null, null, null, house.agent),
                request);
    }

    private static void assertProblem(ThrowingCallable call, ProblemCode code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
