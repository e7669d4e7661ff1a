package io.flame.assistant;

import static io.flame.assistant.Office.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.messaging.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class AnswerJobTest {

    private final Office office = new Office();
    private final Mailbox mailbox = new Mailbox(office.log, new Jobs(office.clock), office.clock);
    private final AnswerJob job =
            new AnswerJob(office.database, mailbox, office.teams, office.zones, office.usage, office.clock);
    private final UUID integration = UUID.randomUUID();
    private final UUID contact = UUID.randomUUID();
    private final UUID conversation = UUID.randomUUID();
    private int received;

    private record Said(String outcome, String reason, String assistant, String detail) {

        JsonNode explanation() {
            return Json.read(detail, JsonNode.class);
        }
    }

    @BeforeEach
    void aCustomersConversation() {
        office.sql("""
                INSERT INTO integrations (id, platform, name, external_id, credentials)
                VALUES (?, 'whatsapp', 'Main number', '300200100900801', '{}')""", integration);
        office.sql("INSERT INTO contacts (id, name) VALUES (?, 'Mara')", contact);
        office.sql("""
                INSERT INTO conversations (id, contact_id, integration_id, contact_name, platform)
                VALUES (?, ?, ?, 'Mara', 'whatsapp')""", conversation, contact, integration);
    }

    @Test
    void answersWithTheAssistantsTextAndSaysWhy() {
        String ana = office.assistantId();
        office.schedules.add(office.signedIn(), ana, json("{'dayOfWeek':1,'startTime':'09:00','endTime':'18:00'}"));
        receive("Hello?");

        run();

        assertThat(answers()).containsExactly("We are open");
        assertThat(decisions()).singleElement().satisfies(said -> {
            assertThat(said.outcome()).isEqualTo("answered");
            assertThat(said.reason()).isEqualTo("within_schedule");
            assertThat(said.assistant()).isEqualTo(ana);
            assertThat(said.explanation().at("/chosenBy").asText()).isEqualTo("fallback");
            assertThat(said.explanation().at("/assistant/range/endTime").asText())
                    .isEqualTo("18:00");
        });
    }

    @Test
    void answersABurstOnceHoweverOftenItRuns() {
        office.assistantId();
        receive("Hello?");
        receive("Anyone there?");

        run();
        run();

        assertThat(answers()).hasSize(1);
        assertThat(decisions()).hasSize(2);
    }

    @Test
    void staysQuietOutsideOfTheScheduleAndSaysWhy() {
        String ana = office.assistantId();
        office.schedules.add(office.signedIn(), ana, json("{'dayOfWeek':2,'startTime':'09:00','endTime':'18:00'}"));
        receive("Hello?");

        run();

        assertThat(answers()).isEmpty();
        assertThat(decisions())
                .extracting(Said::outcome, Said::reason)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("silent", "outside_schedule"));
    }

    @Test
    void fallsSilentPastTheMonthsMessagesAndSaysWhy() {
        office.limit("messages", 1);
        office.setTimeZone("America/Mexico_City");
        office.assistantId();
        receive("Hello?");
        run();
        receive("Hello again?");
        run();

        assertThat(answers()).hasSize(1);
        assertThat(decisions()).extracting(Said::reason).containsExactly("always_on_duty", "quota_exceeded");
        assertThat(office.facts()).filteredOn(type -> type.startsWith("usage")).containsExactly("usage.exceeded");

        office.clock.set(Instant.parse("2026-07-01T05:59:59Z"));
        receive("Still June there?");
        run();
        assertThat(answers()).hasSize(1);

        office.clock.set(Instant.parse("2026-07-01T06:00:00Z"));
        receive("And in July?");
        run();
        assertThat(answers()).hasSize(2);
    }

    @Test
    void readsTheHoursOnTheTenantsClocks() {
        office.setTimeZone("America/Mexico_City");
        String ana = office.assistantId();
        office.schedules.add(office.signedIn(), ana, json("{'dayOfWeek':1,'startTime':'05:30','endTime':'06:30'}"));
        receive("Hello?");

        run();

        assertThat(decisions()).extracting(Said::reason).containsExactly("within_schedule");
    }

    @Test
    void letsTheAssignedAssistantAnswerEvenIfThisNodeHasNotHeardOfIt() {
        office.assistantId();
        receive("Hello?");
        run();
        UUID made = UUID.randomUUID();
        office.sql(
                "INSERT INTO assistants (id, name, type, auto_response) VALUES (?, 'New', 'auto', 'I am new')", made);
        office.sql("UPDATE conversations SET assigned_assistant_id = ?", made);
        receive("And now?");

        run();

        assertThat(answers()).containsExactly("We are open", "I am new");
    }

    @Test
    void letsTheIntegrationsAssistantAnswer() {
        office.assistantId();
        String other = office.assistantId();
        office.assistants.change(office.signedIn(), other, null, json("{'autoResponse': 'From the integration'}"));
        office.sql("UPDATE integrations SET default_assistant_id = ?", UUID.fromString(other));
        receive("Hello?");

        run();

        assertThat(answers()).containsExactly("From the integration");
    }

    @Test
    void asksNobodyElseWhenTheTenantForbidsIt() {
        office.assistantId();
        office.setting("assistant.fallback", "\"none\"");
        receive("Hello?");

        run();

        assertThat(decisions()).extracting(Said::reason).containsExactly("no_assistant");
    }

    @Test
    void leavesTheConversationToThePersonOnItForAsLongAsTheTenantSays() {
        office.assistantId();
        office.setting("assistant.personStaysMinutes", "5");
        office.sql(
                "UPDATE conversations SET user_id = ?, last_agent_at = ?", office.admin, Office.NOON.minusSeconds(240));
        receive("Hello?");
        run();
        office.clock.move(Duration.ofMinutes(2));
        receive("Still there?");

        run();

        assertThat(decisions()).extracting(Said::reason).containsExactly("person_on_it", "always_on_duty");
    }

    @Test
    void doesNotAnswerAMessageDeliveredThirtyHoursLate() {
        office.assistantId();
        receive("Hello?", office.clock.instant().minus(Duration.ofHours(30)));

        run();

        assertThat(answers()).isEmpty();
        assertThat(decisions()).extracting(Said::reason).containsExactly("reply_window_closed");
    }

    @Test
    void stopsTalkingWithAnotherMachineAfterSixAnswersInAMinute() {
        office.assistantId();
        for (int i = 0; i < 20; i++) {
            receive("I am not here right now");
            run();
        }

        assertThat(answers()).hasSize(6);
        assertThat(decisions()).extracting(Said::reason).last().isEqualTo("loop_suspected");
    }

    @Test
    void hasNothingToDoForAConversationThatIsGone() {
        assertThat(run(UUID.randomUUID().toString())).isEqualTo(JobOutcome.done());
        assertThat(run("no conversation")).isEqualTo(JobOutcome.done());
    }

    @Test
    void seesAChangeMadeOnThisNodeAtOnceAndOneOfAnotherNodeWithinFiveSeconds() {
        String ana = office.assistantId();
        receive("one");
        run();
        office.assistants.change(office.signedIn(), ana, null, json("{'autoResponse': 'Changed here'}"));
        receive("two");
        run();
        office.sql("UPDATE assistants SET auto_response = 'Changed there'");
        receive("three");
        run();
        office.clock.move(Teams.FRESH);
        receive("four");
        run();

        assertThat(answers()).containsExactly("We are open", "Changed here", "Changed here", "Changed there");
    }

    private void run() {
        run(conversation.toString());
    }

    private JobOutcome run(String key) {
        return job.run(new JobRun(office.tenant, job.kind(), key, 0));
    }

    private void receive(String text) {
        receive(text, office.clock.instant());
    }

    private void receive(String text, Instant occurred) {
        office.sql(
                """
                INSERT INTO messages (id, conversation_id, integration_id, provider_message_id, content, sender,
                       created_at, received_at) VALUES (?, ?, ?, ?, ?, 'user', ?, ?)""",
                UUID.randomUUID(),
                conversation,
                integration,
                "wamid." + received++,
                text,
                occurred,
                office.clock.instant());
    }

    private List<String> answers() {
        return office.database.inTenant(
                office.tenant,
                tx -> tx.query(
                        "SELECT content FROM messages WHERE sender = 'assistant' AND status = 'queued' ORDER BY seq",
                        row -> row.getString(1)));
    }

    private List<Said> decisions() {
        return office.database.inTenant(
                office.tenant,
                tx -> tx.query(
                        """
                        SELECT d.outcome, d.reason, d.assistant_id::text, d.detail::text
                          FROM decisions d JOIN messages m ON m.id = d.message_id ORDER BY m.seq""", row -> new Said(row.getString(1), row.getString(2), row.getString(3), row.getString(4))));
    }
}
