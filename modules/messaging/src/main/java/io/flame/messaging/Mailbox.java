package io.flame.messaging;

import io.flame.kernel.EventLog;
import io.flame.kernel.Ids;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.SentMessages;
import io.flame.kernel.usage.TenantQuota;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an assistant needs of a conversation. New customer messages enqueue the job {@link #JOB} with the conversation's
 * id as key; its handler asks for the waiting {@link Turn} and settles it, in one transaction, by exactly one of
 * {@link #answer} and {@link #stayQuiet}.
 */
@ApplicationScoped
public class Mailbox {

    /** The kind of the job that decides on new customer messages. */
    public static final String JOB = "answer";

    private static final String OPEN = """
            SELECT c.integration_id, c.platform, c.contact_name, c.assigned_assistant_id, g.default_assistant_id,
                   c.user_id, c.last_agent_at, c.answered_seq,
                   (SELECT count(DISTINCT d.answer_id) FROM decisions d WHERE d.conversation_id = c.id AND d.outcome = 'answered'
                       AND d.decided_at > now() - interval '1 minute') AS recent
              FROM conversations c LEFT JOIN integrations g ON g.id = c.integration_id
             WHERE c.id = ? FOR UPDATE OF c""";

    private static final String WAITING = """
            SELECT id, seq, content, type, created_at, received_at FROM messages
             WHERE conversation_id = ? AND sender = 'user' AND seq > ? ORDER BY seq LIMIT 100""";

    private static final String ANSWER = """
            WITH turn AS (
                UPDATE conversations SET answered_seq = ?, last_message = ?,
                       last_message_time = greatest(last_message_time, ?), updated_at = now()
                 WHERE id = ?),
            decided AS (
                INSERT INTO decisions (message_id, conversation_id, assistant_id, outcome, reason, detail, answer_id)
                SELECT m, ?, ?, 'answered', ?, ?::jsonb, ? FROM unnest(?) AS m),
            counted AS (%s),
            told AS (
                INSERT INTO events (type, fact, data) VALUES (?, ?, ?::jsonb)),
            reply AS (
                INSERT INTO messages (id, conversation_id, integration_id, content, sender, sender_id, type, status,
                       in_reply_to, created_at)
                VALUES (?, ?, ?, ?, 'assistant', ?, 'text', 'queued', ?, ?) RETURNING conversation_id)
            SELECT flame.enqueue(?, reply.conversation_id::text, now()) FROM reply""";

    private static final String STAY_QUIET = """
            WITH turn AS (UPDATE conversations SET answered_seq = ? WHERE id = ?)
            INSERT INTO decisions (message_id, conversation_id, assistant_id, outcome, reason, detail)
            SELECT m, ?, ?, 'silent', ?, ?::jsonb FROM unnest(?) AS m""";

    private final EventLog log;
    private final Jobs jobs;
    private final Clock clock;

    @Inject
    public Mailbox(EventLog log, Jobs jobs, Clock clock) {
        this.log = log;
        this.jobs = jobs;
        this.clock = clock;
    }

    private record Header(Turn turn, long answeredSeq) {}

    /** Locks the conversation and gives what waits in it; empty when everything has been decided. */
    public Optional<Turn> open(Transaction tx, UUID conversationId) throws SQLException {
        Optional<Header> header = tx.queryOne(OPEN, row -> header(conversationId, row), conversationId);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        List<Turn.Incoming> waiting = tx.query(
                WAITING, Mailbox::incoming, conversationId, header.get().answeredSeq());
        return waiting.isEmpty()
                ? Optional.empty()
                : Optional.of(header.get().turn().with(waiting));
    }

    /**
     * Answers the turn: stores the reply as {@code queued}, the decision with its reason, and the job that sends it.
     *
     * @param quota says in which month the answer counts; whether there is room is for the caller to ask
     * @param reason a stable word, such as {@code within_schedule}
     * @param detail a JSON object that explains the decision, or null
     * @return the id of the reply
     */
    public UUID answer(
            Transaction tx,
            Turn turn,
            TenantQuota quota,
            UUID assistantId,
            String text,
            String reason,
            @Nullable String detail)
            throws SQLException {
        UUID id = Ids.next();
        UUID conversation = turn.conversationId();
        Instant now = clock.instant();
        Instant at = latest(now, turn.newest().occurredAt());
        MessageQueued fact = new MessageQueued(
                conversation,
                MessageView.queued(
                        id,
                        conversation,
                        text,
                        "assistant",
                        assistantId,
                        turn.newest().id(),
                        at));
        tx.query(
                ANSWER.formatted(SentMessages.counting(quota, "(VALUES (1)) AS answer")),
                row -> true,
                turn.newest().seq(),
                text,
                at,
                conversation,
                conversation,
                assistantId,
                reason,
                detail,
                id,
                messageIds(turn),
                quota.month(now),
                fact.type(),
                MessageQueued.class.getSimpleName(),
                Json.write(fact),
                id,
                conversation,
                turn.integrationId().orElse(null),
                text,
                assistantId,
                turn.newest().id(),
                at,
                DeliverJob.KIND);
        log.ringAfter(tx);
        jobs.wakeAfter(tx);
        return id;
    }

    /** Decides to say nothing, and keeps why. */
    public void stayQuiet(Transaction tx, Turn turn, Optional<UUID> assistantId, String reason, @Nullable String detail)
            throws SQLException {
        tx.update(
                STAY_QUIET,
                turn.newest().seq(),
                turn.conversationId(),
                turn.conversationId(),
                assistantId.orElse(null),
                reason,
                detail,
                messageIds(turn));
    }

    private static UUID[] messageIds(Turn turn) {
        return turn.messages().stream().map(Turn.Incoming::id).toArray(UUID[]::new);
    }

    private static Instant latest(Instant now, Instant occurred) {
        return occurred.isAfter(now) ? occurred : now;
    }

    private static Header header(UUID conversationId, ResultSet row) throws SQLException {
        Turn turn = new Turn(
                conversationId,
                Optional.ofNullable(row.getObject("integration_id", UUID.class)),
                Platform.of(row.getString("platform")).orElseThrow(),
                row.getString("contact_name"),
                List.of(),
                Optional.ofNullable(row.getObject("assigned_assistant_id", UUID.class)),
                Optional.ofNullable(row.getObject("default_assistant_id", UUID.class)),
                Optional.ofNullable(row.getObject("user_id", UUID.class)),
                Optional.ofNullable(MessageRow.instant(row, 7)),
                row.getInt("recent"));
        return new Header(turn, row.getLong("answered_seq"));
    }

    private static Turn.Incoming incoming(ResultSet row) throws SQLException {
        return new Turn.Incoming(
                row.getObject(1, UUID.class),
                row.getLong(2),
                row.getString(3),
                MessageType.valueOf(row.getString(4).toUpperCase(java.util.Locale.ROOT)),
                row.getTimestamp(5).toInstant(),
                row.getTimestamp(6).toInstant());
    }
}
