package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.usage.TenantQuota;
import io.flame.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a tenant sends counts against its month; what it receives does not. */
@Tag("servers")
class SentMessagesTest {

    private final House house = new House();

    @Test
    void refusesAnAgentsMessagePastTheLimitAndStoresNothingOfIt() {
        house.limitMessages(2);
        UUID conversation = conversation();
        post(conversation);
        post(conversation);

        assertThatThrownBy(() -> post(conversation)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
            assertThat(problem.quota()).hasValueSatisfying(use -> {
                assertThat(use.name()).isEqualTo("messages");
                assertThat(use.used()).isEqualTo(2);
                assertThat(use.limit()).isEqualTo(2);
                assertThat(use.resetsAt()).isNotNull();
            });
        });
        assertThat(house.count("SELECT count(*) FROM messages WHERE sender = 'agent'"))
                .isEqualTo(2);
        assertThat(house.count("SELECT sum(sent) FROM usage_messages")).isEqualTo(2);
    }

    @Test
    void takesEveryMessageOfACustomerPastTheLimitAndCountsNone() {
        house.limitMessages(0);

        conversation();
        house.receive(house.text(house.mara(), "wamid.2", "Anyone there?", House.NINE.plusSeconds(1)));

        assertThat(house.count("SELECT count(*) FROM messages WHERE sender = 'user'"))
                .isEqualTo(2);
        assertThat(house.count("SELECT count(*) FROM usage_messages")).isZero();
    }

    @Test
    void countsAnAssistantsAnswersToo() {
        UUID conversation = conversation();
        TenantQuota quota = house.usage.quota(house.tenant);
        house.database.runInTenant(house.tenant, tx -> {
            Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
            house.mailbox.answer(tx, turn, quota, UUID.randomUUID(), "We are open", "within_schedule", null);
        });
        post(conversation);

        assertThat(used()).isEqualTo(2);
    }

    @Test
    void countsNothingThatIsNotStored() {
        assertThatThrownBy(() -> post(UUID.randomUUID())).isInstanceOf(Problem.class);

        assertThat(used()).isZero();
    }

    @Test
    void losesNoneOfManyThatAreSentAtOnce() {
        for (int i = 0; i < 12; i++) {
            house.receive(house.text(house.customer("1202555010" + i), "wamid." + i, "Hello?", House.NINE));
        }
        List<UUID> conversations =
                house.inbox().stream().map(ConversationView::id).toList();

        List<CompletableFuture<Void>> posts = IntStream.range(0, 48)
                .mapToObj(i -> CompletableFuture.runAsync(() -> post(conversations.get(i % 12))))
                .toList();
        posts.forEach(CompletableFuture::join);

        assertThat(used()).isEqualTo(48);
        assertThat(house.count("SELECT count(*) FROM usage_messages WHERE lane NOT BETWEEN 0 AND 7"))
                .isZero();
    }

    @Test
    void sendsForATenantWhoseMigrationHasFailedOnItsOldVersion() throws SQLException {
        house.limitMessages(1);
        asOwner("ALTER TABLE %1$s.usage_messages RENAME TO gone_1; ALTER TABLE %1$s.usage_ai_tokens RENAME TO gone_2");
        UUID conversation = conversation();
        TenantQuota old = house.usage.quota(house.tenant);

        post(conversation);
        house.database.runInTenant(house.tenant, tx -> {
            Turn turn = house.mailbox.open(tx, conversation).orElseThrow();
            house.mailbox.answer(tx, turn, old, UUID.randomUUID(), "We are open", "within_schedule", null);
        });

        assertThat(house.count("SELECT count(*) FROM messages WHERE sender <> 'user'"))
                .isEqualTo(2);
        assertThat(house.usage.report(house.tenant)).singleElement().satisfies(use -> {
            assertThat(use.used()).isZero();
            assertThat(use.limit()).isNull();
        });
    }

    private void asOwner(String sql) throws SQLException {
        try (Connection connection = TestDatabase.shared().owner().getConnection()) {
            connection.createStatement().execute(sql.formatted(house.tenant.schema()));
        }
    }

    private UUID conversation() {
        house.receive(house.text(house.mara(), "wamid.1", "Hello?", House.NINE));
        return house.onlyConversation().id();
    }

    private void post(UUID conversation) {
        house.messages.post(
                house.tenant, conversation, new NewMessage(house.agent, "Our answer", "{}", Optional.empty()));
    }

    private long used() {
        return house.count("SELECT coalesce(sum(sent), 0) FROM usage_messages");
    }
}
