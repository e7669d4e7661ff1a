package io.flame.messaging;

import io.flame.kernel.EventLog;
import io.flame.kernel.Ids;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.SentMessages;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A conversation's messages: reading them, newest first, and writing to the customer. */
@ApplicationScoped
public class Messages {

    private static final String POST = """
            WITH conversation AS (
                UPDATE conversations SET last_message = ?, last_message_time = greatest(last_message_time, ?),
                       last_agent_at = ?, updated_at = now()
                 WHERE id = ? AND integration_id IS NOT NULL RETURNING id, integration_id),
            stored AS (
                INSERT INTO messages (id, conversation_id, integration_id, content, sender, sender_id, type, status,
                       metadata, in_reply_to, created_at)
                SELECT ?, c.id, c.integration_id, ?, 'agent', ?, 'text', 'queued', ?::jsonb, ?, ? FROM conversation c),
            counted AS (%s),
            told AS (
                INSERT INTO events (type, fact, data) SELECT ?, ?, ?::jsonb FROM conversation)
            SELECT flame.enqueue(?, c.id::text, now()) FROM conversation c""";

    private final Database database;
    private final EventLog log;
    private final Jobs jobs;
    private final Usage usage;
    private final Clock clock;

    @Inject
    public Messages(Database database, EventLog log, Jobs jobs, Usage usage, Clock clock) {
        this.database = database;
        this.log = log;
        this.jobs = jobs;
        this.usage = usage;
        this.clock = clock;
    }

    private record Row(MessageView view, long seq) {}

    public Page<MessageView> list(TenantId tenant, UUID conversation, PageRequest request) {
        StringBuilder where = new StringBuilder("m.conversation_id = ?");
        List<Object> values = new ArrayList<>(List.of(conversation));
        request.cursor().ifPresent(cursor -> {
            where.append(" AND (m.created_at, m.seq) < (?, ?)");
            values.addAll(after(cursor));
        });
        values.add(request.limit() + 1);
        values.add(request.offset());
        String sql = "SELECT " + MessageRow.COLUMNS + ", m.seq FROM messages m WHERE " + where
                + " ORDER BY m.created_at DESC, m.seq DESC LIMIT ? OFFSET ?";
        return database.inTenant(tenant, tx -> {
            List<Row> found = tx.query(sql, row -> new Row(MessageRow.read(row), row.getLong(16)), values.toArray());
            if (found.isEmpty()) {
                Conversations.find(tx, conversation);
            }
            return page(tx, conversation, request, found);
        });
    }

    /**
     * Stores an agent's text as {@code queued} together with the job that sends it.
     *
     * @param metadata a JSON object
     * @throws Problem 404 for an unknown conversation, 409 for one whose channel is gone, 402 when the month's messages are
     *     used up
     */
    public MessageView post(TenantId tenant, UUID conversation, NewMessage message) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        UUID id = Ids.next();
        UUID inReplyTo = message.inReplyTo().orElse(null);
        MessageView view = MessageView.queued(
                        id, conversation, message.content(), "agent", message.author(), inReplyTo, now)
                .withMetadata(message.metadata());
        MessageQueued fact = new MessageQueued(conversation, view);
        TenantQuota quota = usage.quota(tenant);
        database.runInTenant(tenant, tx -> {
            checkReply(tx, conversation, message);
            usage.requireRoom(tx, quota, Limit.MESSAGES);
            boolean stored = !tx.query(
                            POST.formatted(SentMessages.counting(quota, "conversation")),
                            row -> true,
                            message.content(),
                            now,
                            now,
                            conversation,
                            id,
                            message.content(),
                            message.author(),
                            message.metadata(),
                            inReplyTo,
                            now,
                            quota.month(now),
                            fact.type(),
                            MessageQueued.class.getSimpleName(),
                            Json.write(fact),
                            DeliverJob.KIND)
                    .isEmpty();
            if (!stored) {
                Conversations.find(tx, conversation);
                throw Problem.conflict("The conversation has no connected channel to send through");
            }
            log.ringAfter(tx);
            jobs.wakeAfter(tx);
        });
        return view;
    }

    private static void checkReply(Transaction tx, UUID conversation, NewMessage message) throws SQLException {
        if (message.inReplyTo().isEmpty()) {
            return;
        }
        boolean known = tx.queryOne(
                        "SELECT 1 FROM messages WHERE id = ? AND conversation_id = ?",
                        row -> true,
                        message.inReplyTo().get(),
                        conversation)
                .isPresent();
        if (!known) {
            throw Problem.invalid("inReplyTo", "unknown_reference", "inReplyTo is not a message of this conversation");
        }
    }

    private static Page<MessageView> page(Transaction tx, UUID conversation, PageRequest request, List<Row> found)
            throws SQLException {
        boolean more = found.size() > request.limit();
        List<Row> shown = more ? found.subList(0, request.limit()) : found;
        String next = more
                ? PageRequest.cursor(
                        shown.getLast().view().createdAt(), shown.getLast().seq())
                : null;
        List<MessageView> views = shown.stream().map(Row::view).toList();
        if (request.page().isEmpty()) {
            return Page.of(views, next);
        }
        Long total = tx.queryOne(
                        "SELECT count(*) FROM messages WHERE conversation_id = ?", row -> row.getLong(1), conversation)
                .orElse(0L);
        return new Page<>(views, next, total);
    }

    private static List<Object> after(List<String> cursor) {
        if (cursor.size() != 2) {
            throw PageRequest.invalidCursor();
        }
        try {
            return List.of(Instant.parse(cursor.get(0)), Long.parseLong(cursor.get(1)));
        } catch (DateTimeException | NumberFormatException e) {
            throw PageRequest.invalidCursor();
        }
    }
}
