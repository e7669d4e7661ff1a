package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.LoggedEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class InboxTest {

    private final House house = new House();

    @Test
    void storesAFirstMessageWithItsContactAndConversation() {
        house.receive(house.text(house.mara(), "wamid.1", "Is the table free?", House.NINE));

        ConversationView conversation = house.onlyConversation();
        assertThat(conversation.contactName()).isEqualTo("Mara Lindqvist");
        assertThat(conversation.contactPhone()).isEqualTo("12025550143");
        assertThat(conversation.platform()).isEqualTo("whatsapp");
        assertThat(conversation.status()).isEqualTo("active");
        assertThat(conversation.unreadCount()).isEqualTo(1);
        assertThat(conversation.lastMessage()).isEqualTo("Is the table free?");
        assertThat(conversation.lastMessageTime()).isEqualTo(House.NINE);
        assertThat(house.thread(conversation.id())).singleElement().satisfies(message -> {
            assertThat(message.sender()).isEqualTo("user");
            assertThat(message.createdAt()).isEqualTo(House.NINE);
        });
    }

    @Test
    void tellsTheLogOfTheConversationAndTheMessageInThatOrder() {
        house.receive(house.text(house.mara(), "wamid.1", "Hola 👋 مرحبا", House.NINE));

        assertThat(house.events())
                .extracting(LoggedEvent::type)
                .containsExactly("conversation.created", "message.created");
        assertThat(house.events().getLast().data()).contains("Hola 👋 مرحبا").contains("\"unreadCount\": 1");
    }

    @Test
    void dropsAMessageItKnowsAndCountsItOnce() {
        InboundEvent.Message message = house.text(house.mara(), "wamid.1", "Hello", House.NINE);
        house.receive(message, message);
        house.receive(message);

        assertThat(house.onlyConversation().unreadCount()).isEqualTo(1);
        assertThat(house.count("SELECT count(*) FROM messages")).isEqualTo(1);
        assertThat(house.count("SELECT count(*) FROM events WHERE type = 'message.created'"))
                .isEqualTo(1);
    }

    @Test
    void knowsACustomerByAnyIdentityAndLinksTheOthers() {
        house.receive(house.text(house.customer("12025550143"), "wamid.1", "by number", House.NINE));
        house.receive(house.text(house.mara(), "wamid.2", "by both", House.NINE.plusSeconds(1)));
        house.receive(house.text(
                new InboundEvent.Sender(List.of("US.70010020030040050061"), Optional.empty(), Optional.empty()),
                "wamid.3",
                "by user id",
                House.NINE.plusSeconds(2)));

        assertThat(house.onlyConversation().contactName()).isEqualTo("Mara Lindqvist");
        assertThat(house.thread(house.onlyConversation().id()))
                .extracting(MessageView::content)
                .containsExactly("by number", "by both", "by user id");
    }

    @Test
    void keepsANameItKnowsWhenLaterMessagesBringNone() {
        house.receive(house.text(house.mara(), "wamid.1", "one", House.NINE));
        house.receive(house.text(house.customer("12025550143"), "wamid.2", "two", House.NINE.plusSeconds(1)));

        assertThat(house.onlyConversation().contactName()).isEqualTo("Mara Lindqvist");
    }

    @Test
    void showsMessagesInTheOrderOfTheProvidersTimeNotOfArrival() {
        house.receive(house.text(house.mara(), "wamid.2", "second", House.NINE.plusSeconds(5)));
        house.receive(house.text(house.mara(), "wamid.1", "first", House.NINE));

        assertThat(house.thread(house.onlyConversation().id()))
                .extracting(MessageView::content)
                .containsExactly("first", "second");
        assertThat(house.onlyConversation().lastMessage()).isEqualTo("second");
    }

    @Test
    void putsANewMessageOnTopThoughTheProviderCountsWholeSeconds() {
        house.receive(house.text(house.mara(), "wamid.1", "earlier", House.NINE));
        UUID mara = house.onlyConversation().id();
        house.receive(house.text(house.customer("447700900182"), "wamid.2", "one", House.NINE));
        house.sent(mara, "wamid.out");
        Instant wholeSecond = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        house.receive(house.text(house.customer("447700900182"), "wamid.3", "newest", wholeSecond));
        house.receive(house.text(house.mara(), "wamid.4", "newest of all", wholeSecond));

        assertThat(house.inbox()).extracting(ConversationView::lastMessage).containsExactly("newest of all", "newest");
    }

    @Test
    void reopensAResolvedConversation() {
        house.receive(house.text(house.mara(), "wamid.1", "one", House.NINE));
        UUID id = house.onlyConversation().id();
        resolve(id);

        house.receive(house.text(house.mara(), "wamid.2", "still broken", House.NINE.plusSeconds(9)));

        assertThat(house.onlyConversation().id()).isEqualTo(id);
        assertThat(house.onlyConversation().status()).isEqualTo("active");
    }

    @Test
    void beginsAnewAfterAResolvedConversationWhereTheTenantWantsIt() {
        house.setting("conversation.after_resolved", "\"new\"");
        house.receive(house.text(house.mara(), "wamid.1", "one", House.NINE));
        resolve(house.onlyConversation().id());

        house.receive(house.text(house.mara(), "wamid.2", "another matter", House.NINE.plusSeconds(9)));

        assertThat(house.inbox()).extracting(ConversationView::status).containsExactlyInAnyOrder("resolved", "active");
    }

    @Test
    void wakesTheMailboxUnlessNoAssistantCouldAnswer() {
        house.receive(house.text(house.mara(), "wamid.1", "one", House.NINE));
        assertThat(jobs(house)).isEqualTo(1);

        House without = new House();
        without.setting("assistant.fallback", "\"none\"");
        without.receive(without.text(without.mara(), "wamid.1", "one", House.NINE));
        assertThat(jobs(without)).isZero();
    }

    @Test
    void storesNothingWhenOneEventOfARequestCannotBeStored() {
        assertThatThrownBy(() -> house.receive(
                        house.text(house.mara(), "wamid.1", "fine", House.NINE),
                        house.text(house.customer("447700900182"), "wamid.2", "not \0 storable", House.NINE)))
                .isInstanceOf(RuntimeException.class);

        assertThat(house.inbox()).isEmpty();
    }

    @Test
    void linksAReplyToTheMessageItAnswers() {
        house.receive(house.text(house.mara(), "wamid.1", "one", House.NINE));
        UUID ours = house.sent(house.onlyConversation().id(), "wamid.out");
        house.receive(new InboundEvent.Message(
                house.integration,
                house.mara(),
                "wamid.2",
                MessageType.TEXT,
                "Confirm",
                "{\"interactive\":{\"id\":\"confirm\"}}",
                "wamid.out",
                List.of(),
                House.NINE.plusSeconds(5)));

        assertThat(house.thread(house.onlyConversation().id()))
                .filteredOn(message -> message.content().equals("Confirm"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.inReplyTo()).isEqualTo(ours);
                    assertThat(message.metadata()).contains("confirm");
                });
    }

    @Test
    void queuesAJobForEachAttachment() {
        house.receive(new InboundEvent.Message(
                house.integration,
                house.mara(),
                "wamid.1",
                MessageType.IMAGE,
                "It arrived broken",
                null,
                null,
                List.of(new InboundEvent.Attachment("148", null, "image/jpeg", "ab12", null)),
                House.NINE));

        assertThat(house.count("SELECT count(*) FROM attachments WHERE status = 'queued' AND mime_type = 'image/jpeg'"))
                .isEqualTo(1);
        assertThat(jobs(house)).isEqualTo(2);
    }

    @RepeatedTest(5)
    void makesOneConversationOfTenPicturesOfANewContactAtOnce() throws Exception {
        List<Callable<Void>> pictures = new ArrayList<>();
        CyclicBarrier together = new CyclicBarrier(10);
        for (int i = 0; i < 10; i++) {
            InboundEvent.Message picture =
                    house.text(house.mara(), "wamid." + i, "picture " + i, House.NINE.plusSeconds(i));
            Inbox ownNode = new Inbox(new Receiver(house.database, house.log, house.jobs));
            pictures.add(() -> {
                together.await();
                ownNode.receive(house.tenant, List.of(picture));
                return null;
            });
        }
        runAll(pictures);

        assertThat(house.onlyConversation().unreadCount()).isEqualTo(10);
    }

    @Test
    void storesEachMessageOnceHoweverManyDeliverIt() throws Exception {
        List<Callable<Void>> deliveries = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            InboundEvent.Message message = house.text(house.mara(), "wamid." + i % 5, "text " + i % 5, House.NINE);
            Inbox node = i % 2 == 0 ? house.inbox : new Inbox(new Receiver(house.database, house.log, house.jobs));
            deliveries.add(() -> {
                node.receive(house.tenant, List.of(message));
                return null;
            });
        }
        runAll(deliveries);

        assertThat(house.count("SELECT count(*) FROM messages")).isEqualTo(5);
        assertThat(house.onlyConversation().unreadCount()).isEqualTo(5);
    }

    private void resolve(UUID id) {
        house.database.runInTenant(
                house.tenant, tx -> tx.update("UPDATE conversations SET status = 'resolved' WHERE id = ?", id));
    }

    private static long jobs(House house) {
        Long count = house.database.inPlatform(tx -> tx.queryOne(
                        "SELECT count(*) FROM flame.jobs WHERE tenant = ?", row -> row.getLong(1), house.tenant.slug())
                .orElseThrow());
        return count;
    }

    private static void runAll(List<Callable<Void>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }
}
