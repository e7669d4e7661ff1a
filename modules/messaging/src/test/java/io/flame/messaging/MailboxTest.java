package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.PageRequest;
import io.flame.kernel.usage.TenantQuota;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class MailboxTest {

    private static final TenantQuota UNLIMITED = new TenantQuota(Map.of(), ZoneOffset.UTC);

    private final House house = new House();
    private final UUID assistant = UUID.randomUUID();
    private UUID conversation = UUID.randomUUID();

    @BeforeEach
    void twoMessagesOfOneCustomer() {
        house.receive(
                house.text(house.mara(), "wamid.1", "Hello?", House.NINE),
                house.text(house.mara(), "wamid.2", "Anyone there?", House.NINE.plusSeconds(2)));
        conversation = house.onlyConversation().id();
    }

    @Test
    void givesABurstAsOneTurn() {
        assertThat(open()).hasValueSatisfying(turn -> assertThat(turn.messages())
                .extracting(Turn.Incoming::content)
                .containsExactly("Hello?", "Anyone there?"));
    }

    @Test
    void answersATurnOnceAndExplainsIt() {
        house.database.runInTenant(house.tenant, tx -> {
            Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
            house.mailbox.answer(
                    tx, turn, UNLIMITED, assistant, "We are open", "within_schedule", "{\"range\":\"09:00-18:00\"}");
        });

        assertThat(open()).isEmpty();
        assertThat(house.thread(conversation)).last().satisfies(reply -> {
            assertThat(reply.sender()).isEqualTo("assistant");
            assertThat(reply.senderId()).isEqualTo(assistant);
            assertThat(reply.status()).isEqualTo("queued");
        });
        assertThat(decisions()).hasSize(2).allSatisfy(decision -> {
            assertThat(decision.outcome()).isEqualTo("answered");
            assertThat(decision.reason()).isEqualTo("within_schedule");
            assertThat(decision.detail()).contains("09:00-18:00");
        });
        assertThat(house.onlyConversation().unreadCount()).isEqualTo(2);
    }

    @Test
    void keepsWhyNobodyAnswered() {
        house.database.runInTenant(house.tenant, tx -> {
            Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
            house.mailbox.stayQuiet(tx, turn, Optional.of(assistant), "outside_schedule", null);
        });

        assertThat(open()).isEmpty();
        assertThat(house.thread(conversation)).hasSize(2);
        assertThat(decisions()).extracting(DecisionView::reason).containsOnly("outside_schedule");
    }

    @Test
    void leavesTheTurnOpenWhenTheTransactionIsRolledBack() {
        try {
            house.database.runInTenant(house.tenant, tx -> {
                Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
                house.mailbox.answer(tx, turn, UNLIMITED, assistant, "We are open", "within_schedule", null);
                throw new IllegalStateException("crash");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("crash");
        }

        assertThat(open()).isPresent();
        assertThat(house.thread(conversation)).hasSize(2);
    }

    @Test
    void countsRecentAnswersSoThatALoopIsNoticed() {
        for (int i = 0; i < 3; i++) {
            house.receive(house.text(house.mara(), "wamid.more." + i, "again", House.NINE.plusSeconds(10 + i)));
            house.database.runInTenant(house.tenant, tx -> {
                Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
                house.mailbox.answer(tx, turn, UNLIMITED, assistant, "We are open", "within_schedule", null);
            });
        }
        house.receive(house.text(house.mara(), "wamid.last", "again", House.NINE.plusSeconds(20)));

        assertThat(open()).hasValueSatisfying(turn -> assertThat(turn.answersInLastMinute())
                .isEqualTo(3));
    }

    @Test
    void seesThatAPersonHasWritten() {
        house.messages.post(
                house.tenant, conversation, new NewMessage(house.agent, "I take over", "{}", Optional.empty()));

        assertThat(open())
                .hasValueSatisfying(turn -> assertThat(turn.lastAgentAt()).isPresent());
    }

    private Optional<Turn> open() {
        return house.database.inTenant(house.tenant, tx -> house.mailbox.open(tx, conversation));
    }

    private List<DecisionView> decisions() {
        return new Decisions(house.database)
                .list(house.tenant, conversation, PageRequest.of(null, null, null, 50))
                .data();
    }
}
