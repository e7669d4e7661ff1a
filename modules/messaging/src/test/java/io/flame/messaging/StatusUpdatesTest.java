package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.LoggedEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class StatusUpdatesTest {

    private final House house = new House();
    private UUID conversation = UUID.randomUUID();

    @BeforeEach
    void aConversation() {
        house.receive(house.text(house.mara(), "wamid.in", "Hello", House.NINE));
        conversation = house.onlyConversation().id();
    }

    @Test
    void neverMovesBackWhenStatusesComeOutOfOrder() {
        UUID id = house.sent(conversation, "wamid.out");
        house.receive(
                house.status("wamid.out", MessageStatus.READ, House.NINE.plusSeconds(49)),
                house.status("wamid.out", MessageStatus.DELIVERED, House.NINE.plusSeconds(45)),
                house.status("wamid.out", MessageStatus.SENT, House.NINE.plusSeconds(41)));

        MessageView message = house.message(id);
        assertThat(message.status()).isEqualTo("read");
        assertThat(message.readAt()).isEqualTo(House.NINE.plusSeconds(49));
        assertThat(message.deliveredAt()).isEqualTo(House.NINE.plusSeconds(45));
    }

    @Test
    void endsAtTheFurthestStateInEveryOrder() {
        Random random = new Random(42);
        List<MessageStatus> told =
                List.of(MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ, MessageStatus.FAILED);
        for (int round = 0; round < 20; round++) {
            UUID id = house.sent(conversation, "wamid.round." + round);
            List<MessageStatus> order = new ArrayList<>(told.subList(0, 1 + random.nextInt(told.size())));
            order.addAll(order);
            Collections.shuffle(order, random);
            for (MessageStatus status : order) {
                house.receive(house.status("wamid.round." + round, status, House.NINE));
            }
            assertThat(house.message(id).status())
                    .as("%s", order)
                    .isEqualTo(Collections.max(order).word());
        }
    }

    @Test
    void appliesAStatusThatWasQuickerThanTheSendCall() {
        UUID id = post();
        house.receive(house.status("wamid.fast", MessageStatus.DELIVERED, House.NINE.plusSeconds(1)));
        house.database.runInTenant(house.tenant, tx -> {
            Outbox.accept(tx, id, "wamid.fast");
            StatusUpdates.applyEarly(tx, house.integration, "wamid.fast");
        });

        assertThat(house.message(id).status()).isEqualTo("delivered");
        assertThat(house.count("SELECT count(*) FROM early_statuses")).isZero();
    }

    @Test
    void settlesASendInDoubtByOurOwnIdThatTheProviderEchoes() {
        UUID id = post();
        house.database.runInTenant(house.tenant, tx -> Outbox.putInDoubt(tx, id));
        assertThat(house.message(id).status()).isEqualTo("unknown");

        house.receive(new InboundEvent.Status(
                house.integration, "wamid.found", Optional.of(id), MessageStatus.SENT, Optional.empty(), House.NINE));

        assertThat(house.message(id).status()).isEqualTo("sent");
        house.receive(house.status("wamid.found", MessageStatus.READ, House.NINE));
        assertThat(house.message(id).status()).isEqualTo("read");
    }

    @Test
    void keepsWhyAMessageFailed() {
        UUID id = house.sent(conversation, "wamid.out");
        house.receive(new InboundEvent.Status(
                house.integration,
                "wamid.out",
                Optional.empty(),
                MessageStatus.FAILED,
                Optional.of(new DeliveryError("131047", "24-hour window closed, use a template")),
                House.NINE));

        assertThat(house.message(id).status()).isEqualTo("failed");
        assertThat(house.message(id).error())
                .isEqualTo(new DeliveryError("131047", "24-hour window closed, use a template"));
        assertThat(house.events()).extracting(LoggedEvent::fact).contains("MessageFailed");
    }

    @Test
    void tellsTheLogOnlyOfWhatIsNew() {
        house.sent(conversation, "wamid.out");
        int before = house.events().size();
        house.receive(house.status("wamid.out", MessageStatus.DELIVERED, House.NINE));
        house.receive(house.status("wamid.out", MessageStatus.DELIVERED, House.NINE));

        assertThat(house.events()).hasSize(before + 1);
    }

    @Test
    void neverTouchesAMessageOfTheCustomer() {
        house.receive(house.status("wamid.in", MessageStatus.FAILED, House.NINE));

        assertThat(house.thread(conversation)).extracting(MessageView::status).containsExactly("delivered");
    }

    @Test
    void setsAReactionAndTakesItBack() {
        UUID id = house.sent(conversation, "wamid.out");
        InboundEvent.Reaction thumb =
                new InboundEvent.Reaction(house.integration, house.mara(), "wamid.out", "👍🏽", House.NINE);
        InboundEvent.Reaction none = new InboundEvent.Reaction(
                house.integration, house.mara(), "wamid.out", null, House.NINE.plusSeconds(5));

        house.receive(thumb);
        assertThat(house.message(id).metadata()).contains("👍🏽");
        house.receive(none);
        assertThat(house.message(id).metadata()).doesNotContain("emoji");
        house.receive(thumb, none);
        assertThat(house.message(id).metadata()).doesNotContain("emoji");
        assertThat(house.thread(conversation)).hasSize(2);
    }

    private UUID post() {
        return house.messages
                .post(house.tenant, conversation, new NewMessage(house.agent, "Our answer", "{}", Optional.empty()))
                .id();
    }
}
