package io.flame.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads conversations: the inbox, newest first, and single ones. */
@ApplicationScoped
public class Conversations {

    /** How old a total may be; counting a large inbox for each page would cost more than the page. */
    private static final Duration TOTAL_AGE = Duration.ofSeconds(3);

    private static final int TOTALS_KEPT = 10_000;

    private record TotalKey(TenantId tenant, ConversationFilter filter, Sight sight) {}

    private final Database database;
    private final Cache<TotalKey, Long> totals = Caffeine.newBuilder()
            .expireAfterWrite(TOTAL_AGE)
            .maximumSize(TOTALS_KEPT)
            .build();

    @Inject
    public Conversations(Database database) {
        this.database = database;
    }

    /** One page of those that match and may be seen. With a page number the total comes too, perhaps some seconds old. */
    public Page<ConversationView> list(TenantId tenant, Sight sight, ConversationFilter filter, PageRequest request) {
        ConversationFilter.Clause clause = filter.clause().and(sight.clause());
        StringBuilder sql = new StringBuilder("SELECT " + ConversationView.COLUMNS + " FROM conversations c WHERE ")
                .append(clause.sql());
        List<Object> values = new ArrayList<>(clause.values());
        request.cursor().ifPresent(cursor -> {
            sql.append(" AND (c.last_message_time, c.id) < (?, ?)");
            values.addAll(after(cursor));
        });
        sql.append(" ORDER BY c.last_message_time DESC NULLS LAST, c.id DESC LIMIT ? OFFSET ?");
        values.add(request.limit() + 1);
        values.add(request.offset());
        List<ConversationView> found =
                database.inTenant(tenant, tx -> tx.query(sql.toString(), ConversationView::read, values.toArray()));
        return page(new TotalKey(tenant, filter, sight), request, found);
    }

    public ConversationView get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> find(tx, id));
    }

    /** 404 for one that may not be seen, as for one that does not exist. */
    public void requireInSight(TenantId tenant, Sight sight, UUID id) {
        ConversationFilter.Clause clause = new ConversationFilter.Clause("c.id = ?", List.of(id)).and(sight.clause());
        boolean seen = database.inTenant(tenant, tx -> tx.queryOne(
                        "SELECT 1 FROM conversations c WHERE " + clause.sql(),
                        row -> true,
                        clause.values().toArray())
                .isPresent());
        if (!seen) {
            throw Problem.notFound();
        }
    }

    /** 404 for one that does not exist in this tenant. */
    static ConversationView find(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(
                        "SELECT " + ConversationView.COLUMNS + " FROM conversations c WHERE c.id = ?",
                        ConversationView::read,
                        id)
                .orElseThrow(Problem::notFound);
    }

    private Page<ConversationView> page(TotalKey key, PageRequest request, List<ConversationView> found) {
        boolean more = found.size() > request.limit();
        List<ConversationView> shown = more ? found.subList(0, request.limit()) : found;
        String next = more ? cursor(shown.getLast()) : null;
        if (request.page().isEmpty()) {
            return Page.of(shown, next);
        }
        return new Page<>(shown, next, totals.get(key, this::count));
    }

    private static String cursor(ConversationView last) {
        Instant time = last.lastMessageTime();
        return PageRequest.cursor(time == null ? Instant.MIN : time, last.id());
    }

    private long count(TotalKey key) {
        ConversationFilter.Clause clause = key.filter().clause().and(key.sight().clause());
        return database.inTenant(key.tenant(), tx -> tx.queryOne(
                        "SELECT count(*) FROM conversations c WHERE " + clause.sql(),
                        row -> row.getLong(1),
                        clause.values().toArray())
                .orElse(0L));
    }

    private static List<Object> after(List<String> cursor) {
        if (cursor.size() != 2) {
            throw PageRequest.invalidCursor();
        }
        try {
            return List.of(
                    Instant.parse(cursor.get(0)), Ids.parse(cursor.get(1)).orElseThrow(PageRequest::invalidCursor));
        } catch (DateTimeException e) {
            throw PageRequest.invalidCursor();
        }
    }
}
