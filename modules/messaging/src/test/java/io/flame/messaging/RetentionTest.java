package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Retention;
import io.flame.kernel.retention.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RetentionTest {

    private static final ZoneId BOGOTA = ZoneId.of("America/Bogota");

    private final House house = new House();
    private final MessageExpiry messages = new MessageExpiry(house.database);
    private final FileExpiry files = new FileExpiry(house.database);

    @Test
    void removesOldMessagesAndNoOthers() {
        UUID conversation = conversation("Old words");
        age(conversation, "31 days");
        receive("wamid.new", "New words");

        assertThat(remove(messages, new Retention(null, null, null, null))).isZero();
        assertThat(remove(messages, new Retention(32, null, null, null))).isZero();
        assertThat(remove(messages, new Retention(30, null, null, null))).isEqualTo(1);
        assertThat(house.thread(conversation)).extracting(MessageView::content).containsExactly("New words");
        assertThat(remove(messages, new Retention(30, null, null, null))).isZero();
    }

    /** The provider's clock may have stood still. */
    @Test
    void keepsWhatHasJustComeInHoweverOldItClaimsToBe() {
        house.receive(house.text(house.mara(), "wamid.1", "From 1970", Instant.ofEpochSecond(1)));

        assertThat(remove(messages, new Retention(30, null, null, null))).isZero();
    }

    @Test
    void removesNothingThatStillWaitsToBeSent() {
        UUID conversation = conversation("Old words");
        house.messages.post(house.tenant, conversation, new NewMessage(house.agent, "Waiting", "{}", Optional.empty()));
        age(conversation, "400 days");

        remove(messages, new Retention(30, null, null, null));

        assertThat(house.thread(conversation)).extracting(MessageView::content).containsExactly("Waiting");
        assertThat(house.onlyConversation().lastMessage()).isEqualTo("Waiting");
    }

    @Test
    void leavesConversationsThatAgreeWithTheirMessages() {
        UUID conversation = conversation("Old words");
        receive("wamid.2", "More old words");
        age(conversation, "31 days");
        receive("wamid.3", "New words");
        assertThat(house.onlyConversation().unreadCount()).isEqualTo(3);

        remove(messages, new Retention(30, null, null, null));
        assertThat(house.onlyConversation().unreadCount()).isEqualTo(1);
        assertThat(house.onlyConversation().lastMessage()).isEqualTo("New words");

        age(conversation, "31 days");
        remove(messages, new Retention(30, null, null, null));
        assertThat(house.onlyConversation().unreadCount()).isZero();
        assertThat(house.onlyConversation().lastMessage()).isNull();
        assertThat(house.onlyConversation().id()).isEqualTo(conversation);
    }

    /** Nine in the morning in London is four in Bogotá; four in the morning there is the day before here. */
    @Test
    void keepsTheCountsOfEveryDay() {
        UUID conversation = conversation("Old words");
        decide(conversation);
        receive("wamid.2", "More old words");
        house.sent(conversation, "wamid.out");
        at("wamid.1", "2026-01-05T04:00:00Z");
        at("wamid.2", "2026-01-05T09:00:00Z");
        at("wamid.out", "2026-01-05T09:00:00Z");
        List<String> before = counts();

        int removed = remove(messages, new Retention(30, null, null, null));

        assertThat(removed).isEqualTo(3);
        assertThat(house.count("SELECT count(*) FROM messages")).isZero();
        assertThat(rows("SELECT concat_ws(' ', day, platform, kind, count) FROM removed_counts ORDER BY 1"))
                .isEqualTo(before)
                .containsExactly(
                        "2026-01-04 whatsapp silent 1",
                        "2026-01-04 whatsapp user 1",
                        "2026-01-05 whatsapp agent 1",
                        "2026-01-05 whatsapp user 1");
    }

    @Test
    void addsToTheCountsOfADayThatWasBegun() {
        conversation("Old words");
        at("wamid.1", "2026-01-05T09:00:00Z");
        remove(messages, new Retention(30, null, null, null));
        receive("wamid.2", "Old words too");
        at("wamid.2", "2026-01-05T10:00:00Z");
        remove(messages, new Retention(30, null, null, null));

        assertThat(rows("SELECT count::text FROM removed_counts")).containsExactly("2");
    }

    @Test
    void removesMoreThanOneBatch() {
        UUID conversation = conversation("Old words");
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "INSERT INTO messages (conversation_id, content, sender, created_at, received_at)"
                                + " SELECT ?, n::text, 'agent', now() - interval '31 days', now() - interval '31 days' FROM generate_series(1, 1203) AS n",
                        conversation));

        assertThat(remove(messages, new Retention(30, null, null, null))).isEqualTo(1_203);
        assertThat(rows("SELECT sum(count)::text FROM removed_counts")).containsExactly("1203");
        assertThat(house.thread(conversation)).extracting(MessageView::content).containsExactly("Old words");
    }

    @Test
    void removesOldFilesAndLeavesTheirMessages() {
        UUID conversation = conversation("Look");
        file("stored", "8 days");
        file("queued", "8 days");
        file("stored", "6 days");

        assertThat(remove(files, new Retention(null, null, null, null))).isZero();
        assertThat(remove(files, new Retention(null, 7, null, null))).isEqualTo(1);
        assertThat(house.count("SELECT count(*) FROM attachments")).isEqualTo(2);
        assertThat(house.thread(conversation)).hasSize(1);
        assertThat(rows("SELECT kind || count FROM removed_counts")).containsExactly("file1");
    }

    @Test
    void keepsNoFileLongerThanMessages() {
        conversation("Look");
        file("stored", "31 days");

        assertThat(remove(files, new Retention(30, 365, null, null))).isEqualTo(1);
    }

    @Test
    void forgetsStatusesWhoseMessageNeverCame() {
        house.receive(house.status("wamid.never", MessageStatus.READ, House.NINE));
        EarlyStatusExpiry statuses = new EarlyStatusExpiry(house.database);
        assertThat(remove(statuses, new Retention(null, null, null, null))).isZero();

        house.database.runInTenant(
                house.tenant, tx -> tx.update("UPDATE early_statuses SET received_at = now() - interval '8 days'"));
        assertThat(remove(statuses, new Retention(null, null, null, null))).isEqualTo(1);
    }

    private int remove(Expiry expiry, Retention retention) {
        Terms terms = new Terms(retention, BOGOTA, Instant.now());
        int removed = 0;
        int some = expiry.removeSome(house.tenant, terms);
        while (some > 0) {
            removed += some;
            some = expiry.removeSome(house.tenant, terms);
        }
        return removed;
    }

    private UUID conversation(String text) {
        receive("wamid.1", text);
        return house.onlyConversation().id();
    }

    private void receive(String id, String text) {
        house.receive(house.text(house.mara(), id, text, Instant.now().minus(Duration.ofMinutes(1))));
    }

    private void decide(UUID conversation) {
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update("INSERT INTO decisions (message_id, conversation_id, outcome, reason)"
                        + " SELECT id, conversation_id, 'silent', 'x' FROM messages"));
    }

    private void age(UUID conversation, String age) {
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "UPDATE messages SET created_at = created_at - interval '" + age
                                + "', received_at = received_at - interval '" + age + "' WHERE conversation_id = ?",
                        conversation));
    }

    private void at(String providerId, String time) {
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "UPDATE messages SET created_at = ?, received_at = ? WHERE provider_message_id = ?",
                        Instant.parse(time),
                        Instant.parse(time),
                        providerId));
    }

    private void file(String status, String age) {
        house.database.runInTenant(
                house.tenant,
                tx -> tx.update(
                        "INSERT INTO attachments (id, message_id, status, created_at)"
                                + " SELECT ?, id, ?, now() - interval '" + age + "' FROM messages LIMIT 1",
                        UUID.randomUUID(),
                        status));
    }

    /** The same as is to be kept, of what is there. */
    private List<String> counts() {
        return rows("""
                SELECT concat_ws(' ', (created_at AT TIME ZONE 'America/Bogota')::date, 'whatsapp', kind, count(*)) FROM (
                    SELECT created_at, sender AS kind FROM messages
                    UNION ALL SELECT m.created_at, d.outcome FROM decisions d JOIN messages m ON m.id = d.message_id) AS all_of_them
                 GROUP BY (created_at AT TIME ZONE 'America/Bogota')::date, kind ORDER BY 1""");
    }

    private List<String> rows(String sql) {
        return house.database.inTenant(house.tenant, tx -> tx.query(sql, row -> row.getString(1)));
    }
}
