package io.flame.assistant;

import static io.flame.assistant.Office.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.JobRun;
import io.flame.kernel.Jobs;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.messaging.Mailbox;
import io.flame.messaging.Messages;
import io.flame.messaging.NewMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many who want the last of something at the same time. */
@Tag("servers")
class QuotaContentionTest {

    private static final int CUSTOMERS = 16;
    private static final int MESSAGES = 10;

    private final Office office = new Office();
    private final Jobs jobs = new Jobs(office.clock);
    private final AnswerJob job = new AnswerJob(
            office.database,
            new Mailbox(office.log, jobs, office.clock),
            office.teams,
            office.zones,
            office.usage,
            office.clock);
    private final Messages messages = new Messages(office.database, office.log, jobs, office.usage, office.clock);

    @Test
    void givesTheLastAssistantToOneOfMany() throws Exception {
        office.limit("assistants", 2);
        office.assistantId();

        int made = won(java.util.Collections.nCopies(
                8,
                () -> office.assistants.create(
                        office.signedIn(), json("{'name': 'B', 'type': 'auto', 'autoResponse': 'Hi'}"))));

        assertThat(made).isOne();
        assertThat(count("SELECT count(*) FROM assistants")).isEqualTo(2);
    }

    @Test
    void sharesTheLastMessagesOutBetweenPeopleAndAssistantsAndKeepsAllThatCustomersWrite() throws Exception {
        office.limit("messages", MESSAGES);
        office.assistantId();
        List<UUID> conversations = new ArrayList<>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            conversations.add(conversation(customer));
        }
        List<Callable<?>> all = new ArrayList<>();
        for (UUID conversation : conversations) {
            all.add(() -> job.run(new JobRun(office.tenant, job.kind(), conversation.toString(), 0)));
            all.add(() -> messages.post(
                    office.tenant, conversation, new NewMessage(office.admin, "Hello", "{}", Optional.empty())));
        }

        int unharmed = won(all);

        long answered = count("SELECT count(*) FROM decisions WHERE outcome = 'answered'");
        long sent = count("SELECT count(*) FROM messages WHERE sender <> 'user'");
        assertThat(sent).isEqualTo(MESSAGES);
        assertThat(count("SELECT sum(sent) FROM usage_messages")).isEqualTo(MESSAGES);
        assertThat(unharmed).isEqualTo(CUSTOMERS + MESSAGES - (int) answered);
        assertThat(count("SELECT count(*) FROM messages WHERE sender = 'user'")).isEqualTo(CUSTOMERS);
        assertThat(count("SELECT count(*) FROM decisions WHERE reason NOT IN"
                        + " ('quota_exceeded', 'always_on_duty', 'person_on_it')"))
                .isZero();
        assertThat(count("SELECT count(*) FROM decisions")).isEqualTo(CUSTOMERS);
        assertThat(office.facts())
                .filteredOn(type -> type.startsWith("usage"))
                .containsExactly("usage.warning", "usage.exceeded");
    }

    /** How many came through; the others must have been told that the limit is reached. */
    private static int won(List<? extends Callable<?>> attempts) throws Exception {
        List<Callable<Integer>> counted = attempts.stream()
                .map(attempt -> (Callable<Integer>) () -> {
                    try {
                        attempt.call();
                        return 1;
                    } catch (Problem e) {
                        assertThat(e.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
                        return 0;
                    }
                })
                .toList();
        int won = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> each : threads.invokeAll(counted)) {
                won += each.get();
            }
        }
        return won;
    }

    private UUID conversation(int customer) {
        UUID integration = UUID.randomUUID();
        UUID contact = UUID.randomUUID();
        UUID conversation = UUID.randomUUID();
        office.sql("""
                INSERT INTO integrations (id, platform, name, external_id, credentials)
                VALUES (?, 'whatsapp', 'Main number', ?, '{}')""", integration, "3002001009008" + customer);
        office.sql("INSERT INTO contacts (id, name) VALUES (?, 'Mara')", contact);
        office.sql("""
                INSERT INTO conversations (id, contact_id, integration_id, contact_name, platform)
                VALUES (?, ?, ?, 'Mara', 'whatsapp')""", conversation, contact, integration);
        office.sql("""
                INSERT INTO messages (id, conversation_id, integration_id, provider_message_id, content, sender,
                       created_at, received_at) VALUES (?, ?, ?, 'wamid.1', 'Hello?', 'user', ?, ?)""", UUID.randomUUID(), conversation, integration, office.clock.instant(), office.clock.instant());
        return conversation;
    }

    private long count(String sql) {
        return office.database.inTenant(
                office.tenant, tx -> tx.queryOne(sql, row -> row.getLong(1)).orElseThrow());
    }
}
