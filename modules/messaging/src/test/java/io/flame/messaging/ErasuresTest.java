package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.JobRun;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ErasuresTest {

    /** What statistics count, and when it was. */
    private static final String STATISTICS = """
            SELECT concat_ws(' ', 'message', seq, id, conversation_id, integration_id, sender, sender_id, type, created_at,
                             received_at, sent_at, in_reply_to) FROM messages
            UNION ALL SELECT concat_ws(' ', 'conversation', id, contact_id, platform, created_at, last_message_time,
                             last_inbound_at, last_agent_at, user_id) FROM conversations
            UNION ALL SELECT concat_ws(' ', 'decision', message_id, outcome, reason, answer_id, decided_at) FROM decisions
            UNION ALL SELECT concat_ws(' ', 'contact', id, created_at) FROM contacts
            UNION ALL SELECT concat_ws(' ', 'event', id, tx, type, fact, created_at, data ->> 'conversationId',
                             data #>> '{message,id}') FROM events WHERE fact <> 'ContactErased'
            ORDER BY 1""";

    /** Everything of a person that is not the canary. */
    private static final String OTHERS = """
            SELECT to_jsonb(k)::text FROM contacts k WHERE phone = '12025550199'
            UNION ALL SELECT to_jsonb(i)::text FROM contact_identities i WHERE identity = '12025550199'
            UNION ALL SELECT to_jsonb(c)::text FROM conversations c WHERE contact_phone = '12025550199'
            UNION ALL SELECT to_jsonb(m)::text FROM messages m WHERE content LIKE 'Somebody%'
            UNION ALL SELECT to_jsonb(e)::text FROM events e WHERE data #>> '{message,content}' LIKE 'Somebody%'
            ORDER BY 1""";

    private static final Map<String, Class<?>> FACTS = Map.of(
            "ConversationOpened", ConversationOpened.class,
            "MessageReceived", MessageReceived.class,
            "MessageQueued", MessageQueued.class,
            "MessageUpdated", MessageUpdated.class,
            "ContactErased", ContactErased.class);

    private final House house = new House();
    private final Canary canary = new Canary(house);

    @Test
    void leavesNoWordOfThePersonInAnyColumn() {
        assertThat(canary.places())
                .contains(
                        "contacts.name",
                        "contact_identities.identity",
                        "conversations.last_message",
                        "conversations.tags",
                        "messages.content",
                        "messages.metadata",
                        "messages.provider_message_id",
                        "attachments.data",
                        "attachments.file_name",
                        "decisions.detail",
                        "events.data",
                        "early_statuses.provider_message_id",
                        "parked_events.error",
                        "idempotency_keys.body");

        erase();

        assertThat(canary.places()).isEmpty();
    }

    /** The log of facts holds what was said in it for months. */
    @Test
    void leavesNoWordOfAConversationThatWasDeleted() {
        house.desk.delete(house.tenant, canary.conversation);
        assertThat(canary.places()).contains("events.data", "parked_events.error", "idempotency_keys.body");

        erase();

        assertThat(canary.places()).isEmpty();
        assertThat(facts("ContactErased").getFirst().data()).contains(canary.conversation.toString());
        LoggedEvent deleted = facts("ConversationDeleted").getFirst();
        assertThat(Json.read(deleted.data(), ConversationDeleted.class))
                .isEqualTo(new ConversationDeleted(canary.conversation, canary.contact));
    }

    @Test
    void leavesNoWordOfAConversationWhoseDeletionDoesNotTellItsContact() {
        house.desk.delete(house.tenant, canary.conversation);
        forgetWhoseItWas();

        erase();

        assertThat(canary.places()).isEmpty();
    }

    @Test
    void leavesNoWordOfADeletedConversationOfWhichNobodyKnowsWhoseItWas() {
        house.desk.delete(house.tenant, canary.conversation);
        forgetWhoseItWas();
        house.database.runInTenant(house.tenant, tx -> {
            tx.update(
                    "DELETE FROM parked_events p USING events e WHERE e.id = p.event_id AND fact = 'ConversationOpened'");
            tx.update("DELETE FROM events WHERE fact = 'ConversationOpened'");
        });

        erase();

        assertThat(canary.places()).isEmpty();
    }

    @Test
    void touchesNobodyElsesDeletedConversation() {
        house.receive(house.text(house.customer("12025550199"), "wamid.other", "Somebody else's words", House.NINE));
        for (ConversationView each : house.inbox()) {
            house.desk.delete(house.tenant, each.id());
        }
        List<String> before = rows(OTHERS);
        assertThat(before).hasSize(3);

        erase();

        assertThat(rows(OTHERS)).isEqualTo(before);
    }

    private void forgetWhoseItWas() {
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update("UPDATE events SET data = data - 'contactId' WHERE fact = 'ConversationDeleted'"));
    }

    @Test
    void leavesEveryCountAndEveryTimeAsItWas() {
        List<String> before = rows(STATISTICS);
        assertThat(before).hasSizeGreaterThan(8);

        erase();

        assertThat(rows(STATISTICS)).isEqualTo(before);
    }

    @Test
    void touchesNobodyElse() {
        house.receive(house.text(house.customer("12025550199"), "wamid.other", "Somebody else's words", House.NINE));
        List<String> before = rows(OTHERS);
        assertThat(before).hasSize(5);

        erase();

        assertThat(rows(OTHERS)).isEqualTo(before);
    }

    @Test
    void countsWhatItErasedAndSignsIt() {
        ErasureReceipt receipt = erase();

        assertThat(receipt.counts())
                .containsEntry("contacts", 1L)
                .containsEntry("identities", 2L)
                .containsEntry("conversations", 1L)
                .containsEntry("messages", 4L)
                .containsEntry("attachments", 1L)
                .containsEntry("decisions", 1L);
        assertThat(receipt.counts().get("events")).isGreaterThanOrEqualTo(5);
        assertThat(receipt.signature()).hasSize(64).isEqualTo(signature(house, receipt));
        House other = new House();
        assertThat(signature(other, receipt)).isNotEqualTo(receipt.signature());
    }

    @Test
    void givesTheSameReceiptForEverAfter() {
        ErasureReceipt receipt = erase();

        assertThat(erase()).isEqualTo(receipt);
        assertThat(house.erasures.get(house.tenant, canary.contact)).isEqualTo(receipt);
        assertThat(facts("ContactErased")).hasSize(1);
    }

    @Test
    void hasNoReceiptOfWhomItHasNotErased() {
        assertNotFound(() -> house.erasures.get(house.tenant, canary.contact));
        assertNotFound(() -> house.erasures.erase(house.tenant, UUID.randomUUID()));
    }

    @Test
    void hidesTheContactAndClosesItsConversation() {
        erase();

        assertNotFound(() -> house.contacts.get(house.tenant, canary.contact));
        ConversationView empty = house.conversations.get(house.tenant, canary.conversation);
        assertThat(empty.status()).isEqualTo("archived");
        assertThat(empty.contactName()).isEmpty();
        assertThatThrownBy(() -> house.messages.post(
                        house.tenant,
                        canary.conversation,
                        new NewMessage(house.agent, "Still there?", "{}", Optional.empty())))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.CONFLICT));
    }

    @Test
    void sendsNothingThatWasQueued() {
        erase();
        DeliverJobTest.FakeGateway gateway =
                new DeliverJobTest.FakeGateway(message -> new SendOutcome.Accepted("wamid.out." + message.id()));
        new DeliverJob(house.database, house.log, List.of(gateway))
                .run(new JobRun(house.tenant, DeliverJob.KIND, canary.conversation.toString(), 0));

        assertThat(gateway.taken).isEmpty();
        assertThat(house.message(canary.queued).status()).isEqualTo("failed");
        assertThat(house.message(canary.queued).error()).isEqualTo(new DeliveryError("erased", ""));
    }

    @Test
    void keepsNothingOfAMessageThatWasJustBeingSent() {
        house.database.runInTenant(house.tenant, tx -> Outbox.markBegun(tx, canary.queued));
        erase();
        assertThat(house.message(canary.queued).status()).isEqualTo("unknown");

        house.database.runInTenant(house.tenant, tx -> Outbox.accept(tx, canary.queued, "wamid.out.canary.2"));
        assertThat(house.message(canary.queued).status()).isEqualTo("sent");
        house.receive(house.status("wamid.out.canary.2", MessageStatus.DELIVERED, House.NINE.plusSeconds(60)));

        assertThat(house.message(canary.queued).status()).isEqualTo("delivered");
        assertThat(canary.places()).isEmpty();
    }

    @Test
    void leavesNothingToAnswer() {
        house.receive(canary.message("wamid.canary.2"));
        erase();

        Optional<Turn> turn = house.database.inTenant(house.tenant, tx -> house.mailbox.open(tx, canary.conversation));
        assertThat(turn).isEmpty();
    }

    @Test
    void doesNotTakeBackWhatAProviderDeliversAgain() {
        long messages = house.count("SELECT count(*) FROM messages");
        erase();
        house.receive(canary.message("wamid.canary.1"));

        assertThat(house.count("SELECT count(*) FROM messages")).isEqualTo(messages);
        assertThat(canary.places()).isEmpty();
    }

    @Test
    void meetsThePersonAnewWithALaterMessage() {
        erase();
        house.receive(house.text(canary.sender, "wamid.canary.9", "Hello again", House.NINE.plusSeconds(600)));

        List<ConversationView> named = house.inbox().stream()
                .filter(each -> !each.contactName().isEmpty())
                .toList();
        assertThat(named).hasSize(1);
        assertThat(named.getFirst().contactId()).isNotEqualTo(canary.contact);
        assertThat(named.getFirst().id()).isNotEqualTo(canary.conversation);
        assertThat(house.thread(named.getFirst().id()))
                .extracting(MessageView::content)
                .containsExactly("Hello again");
    }

    @Test
    void leavesALogThatItsReadersUnderstand() {
        erase();

        for (LoggedEvent event : house.events()) {
            Object fact = Json.read(event.data(), FACTS.get(event.fact()));
            if (fact instanceof MessageReceived received) {
                assertThat(received.contactName()).isEmpty();
                assertThat(received.message().content()).isEmpty();
                assertThat(received.message().sender()).isEqualTo("user");
                assertThat(received.unreadCount()).isEqualTo(1);
            }
        }
        assertThat(facts("MessageReceived")).hasSize(1);
        assertThat(house.events().getLast().data()).contains(canary.conversation.toString());
    }

    @Test
    void writesOutEverythingItHoldsAlwaysInTheSameOrder() throws IOException {
        String document = export();
        JsonNode all = Json.mapper().readTree(document);

        assertThat(export()).isEqualTo(document);
        assertThat(all.at("/contact/name").asText()).isEqualTo("Mara Canary");
        assertThat(all.get("identities")).hasSize(2);
        assertThat(all.get("conversations")).hasSize(1);
        assertThat(texts(all))
                .containsExactlyInAnyOrder("I am the canary", "canary answer", "Our answer", "canary from us");
        assertThat(all.at("/messages/0/metadata/caption").asText()).isEqualTo("canary");
        assertThat(all.at("/attachments/0/fileName").asText()).isEqualTo("canary.png");
        assertThat(all.at("/decisions/0/detail/because").asText()).isEqualTo("canary");
    }

    @Test
    void writesOutWhatIsStillHeldOfDeletedConversationsAndNothingOfOthers() throws IOException {
        house.receive(house.text(house.customer("12025550199"), "wamid.other", "Somebody else's words", House.NINE));
        assertThat(Json.mapper().readTree(export()).get("deletedMessages")).isEmpty();
        for (ConversationView each : house.inbox()) {
            house.desk.delete(house.tenant, each.id());
        }
        forgetWhoseItWas();

        JsonNode all = Json.mapper().readTree(export());
        assertThat(all.get("messages")).isEmpty();
        assertThat(texts(all, "deletedMessages"))
                .containsExactlyInAnyOrder("I am the canary", "canary answer", "Our answer", "canary from us");
        assertThat(all.at("/deletedMessages/0/metadata/caption").asText()).isEqualTo("canary");

        house.database.runInTenant(
                house.tenant, tx -> tx.update("DELETE FROM events WHERE fact = 'ConversationOpened'"));
        assertThat(Json.mapper().readTree(export()).get("deletedMessages"))
                .as("what may be another's")
                .isEmpty();
    }

    @Test
    void writesOutMoreThanOnePieceInOrder() throws IOException {
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "INSERT INTO messages (conversation_id, content, sender, created_at)"
                                + " SELECT ?, n::text, 'agent', ?::timestamptz + (n / 3) * interval '1 second'"
                                + " FROM generate_series(1, 1203) AS n",
                        canary.conversation,
                        Instant.parse("2027-01-01T00:00:00Z")));
        List<String> texts = texts(Json.mapper().readTree(export()));

        assertThat(texts).hasSize(1_207);
        assertThat(texts.get(4)).isEqualTo("1");
        assertThat(texts.getLast()).isEqualTo("1203");
        assertThat(texts).doesNotHaveDuplicates();
    }

    @Test
    void writesOutNothingOfOneWhoWasErased() {
        erase();

        assertNotFound(this::export);
    }

    @Test
    void knowsItsOwnReceiptsFromOthers() {
        ErasureReceipt receipt = erase();
        ErasureReceipt forged =
                new ErasureReceipt(UUID.randomUUID(), receipt.erasedAt(), receipt.counts(), receipt.signature());
        House other = new House();

        assertThat(house.erasures.isGenuine(house.tenant, receipt)).isTrue();
        assertThat(house.erasures.isGenuine(house.tenant, forged)).isFalse();
        assertThat(house.erasures.isGenuine(other.tenant, receipt)).isFalse();
    }

    @Test
    void knowsItsReceiptsOnANodeThatHasNotUsedTheTenantsKeyYet() {
        ErasureReceipt receipt = erase();
        Erasures restarted = new Erasures(
                house.database,
                house.log,
                new ReceiptKey(new Secrets(house.database, new byte[32])),
                Clock.systemUTC());

        assertThat(restarted.isGenuine(house.tenant, receipt)).isTrue();
    }

    @Test
    void takesWhatThePlatformHoldsForTheTenant() {
        String[] mine = {"%s wrote this".formatted(Canary.PHONE), house.tenant.slug()};
        String[] others = {"%s wrote to another".formatted(Canary.PHONE), new House().tenant.slug()};
        String[] unrelated = {"12025550199 wrote this", house.tenant.slug()};
        house.database.runInPlatform(tx -> {
            for (String[] row : List.of(mine, others, unrelated)) {
                tx.update(
                        "INSERT INTO flame.quarantine (id, platform, reason, body, tenant) VALUES (?, 'whatsapp', 'x', ?, ?)",
                        UUID.randomUUID(),
                        row[0].getBytes(StandardCharsets.UTF_8),
                        row[1]);
            }
            tx.update(
                    "INSERT INTO flame.jobs (tenant, kind, key, due_at, last_error) VALUES (?, 'none', ?, now(), 'canary')",
                    house.tenant.slug(),
                    canary.conversation.toString());
        });

        ErasureReceipt receipt = erase();

        assertThat(receipt.counts()).containsEntry("quarantine", 1L);
        assertThat(platform("SELECT count(*) FROM flame.quarantine WHERE tenant = '" + mine[1] + "'"))
                .isEqualTo(1);
        assertThat(platform("SELECT count(*) FROM flame.quarantine WHERE tenant = '" + others[1] + "'"))
                .isEqualTo(1);
        assertThat(platform(
                        "SELECT count(*) FROM flame.jobs WHERE last_error = 'canary' AND tenant = '" + mine[1] + "'"))
                .isZero();
    }

    /** The tables that a restore of the tenant brings back know nothing of the erasure; the platform's list does. */
    @Test
    void erasesAgainWhomARestoreHasBroughtBack() {
        erase();
        bringBack();
        house.database.runInTenant(house.tenant, tx -> tx.update("DELETE FROM erasures"));
        assertThat(canary.places()).isNotEmpty();

        assertThat(house.erasures.reapply(house.tenant)).isEqualTo(1);

        assertThat(canary.places()).isEmpty();
        assertThat(house.erasures.get(house.tenant, canary.contact).signature()).hasSize(64);
        assertThat(house.erasures.reapply(house.tenant)).isZero();
    }

    @Test
    void keepsTheReceiptWhenItErasesAgain() {
        ErasureReceipt receipt = erase();
        bringBack();

        assertThat(house.erasures.reapply(house.tenant)).isEqualTo(1);

        assertThat(canary.places()).isEmpty();
        assertThat(house.erasures.get(house.tenant, canary.contact)).isEqualTo(receipt);
        house.receive(canary.message("wamid.canary.1"));
        assertThat(canary.places()).as("a message that is delivered again").isEmpty();
    }

    @Test
    void leavesAloneWhoWasNeverErased() {
        assertThat(house.erasures.reapply(house.tenant)).isZero();
        assertThat(house.contacts.get(house.tenant, canary.contact).name()).isEqualTo("Mara Canary");
    }

    private void bringBack() {
        house.database.runInTenant(house.tenant, tx -> {
            tx.update("UPDATE contacts SET name = 'Mara Canary' WHERE id = ?", canary.contact);
            tx.update("UPDATE messages SET content = 'canary' WHERE conversation_id = ?", canary.conversation);
        });
    }

    private long platform(String sql) {
        return house.database.inPlatform(
                tx -> tx.queryOne(sql, row -> row.getLong(1)).orElseThrow());
    }

    private ErasureReceipt erase() {
        return house.erasures.erase(house.tenant, canary.contact);
    }

    private static String signature(House house, ErasureReceipt receipt) {
        ReceiptKey key = new ReceiptKey(new Secrets(house.database, new byte[32]));
        String spare = key.spare(house.tenant);
        String text = ErasureReceipt.signed(receipt.contactId(), receipt.erasedAt(), receipt.counts());
        return house.database.inTenant(house.tenant, tx -> key.sign(tx, spare, text));
    }

    private String export() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            house.export.write(house.tenant, canary.contact, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> texts(JsonNode document) {
        return texts(document, "messages");
    }

    private static List<String> texts(JsonNode document, String field) {
        List<String> texts = new ArrayList<>();
        document.get(field).forEach(message -> texts.add(message.get("content").asText()));
        return texts;
    }

    private List<String> rows(String sql) {
        return house.database.inTenant(house.tenant, tx -> tx.query(sql, row -> row.getString(1)));
    }

    private List<LoggedEvent> facts(String name) {
        return house.events().stream()
                .filter(event -> event.fact().equals(name))
                .toList();
    }

    private static void assertNotFound(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(ProblemCode.NOT_FOUND));
    }
}
