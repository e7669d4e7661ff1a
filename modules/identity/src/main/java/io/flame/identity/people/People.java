package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Memberships;
import io.flame.kernel.EventLog;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The people of a tenant: shown, changed and deactivated. Whoever is deactivated is refused at once on this node and within
 * 20 seconds on the others.
 */
@ApplicationScoped
public class People {

    private static final String SELECT = "SELECT " + PersonView.COLUMNS + " FROM users WHERE ";

    private final Database database;
    private final EventLog log;
    private final Jobs jobs;
    private final Memberships memberships;
    private final Usage usage;

    @Inject
    People(Database database, EventLog log, Jobs jobs, Memberships memberships, Usage usage) {
        this.database = database;
        this.log = log;
        this.jobs = jobs;
        this.memberships = memberships;
        this.usage = usage;
    }

    /** Oldest first, the deactivated ones too unless the filter says otherwise. */
    public Page<PersonView> list(TenantId tenant, PeopleFilter filter, PageRequest request) {
        StringBuilder where = new StringBuilder("true");
        List<@Nullable Object> matching = new ArrayList<>();
        filter.appendTo(where, matching);
        List<@Nullable Object> values = new ArrayList<>(matching);
        String after = request.cursor().map(cursor -> after(cursor, values)).orElse("");
        values.add(request.limit() + 1);
        values.add(request.offset());
        return database.inTenant(tenant, tx -> {
            List<PersonView> found = tx.query(
                    SELECT + where + after + " ORDER BY created_at, id LIMIT ? OFFSET ?",
                    PersonView::read,
                    values.toArray());
            String count = "SELECT count(*) FROM users WHERE " + where;
            return page(tx, request, found, count, matching);
        });
    }

    /** 404 for somebody who is not of this tenant. */
    public PersonView get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> find(tx, id));
    }

    /**
     * Changes the fields that the body names.
     *
     * @throws Problem 412 when the person is no longer as the caller saw them, 409 when the tenant would be left without an
     *     administrator, 402 when somebody is to come back and no seat is free
     */
    public PersonView change(TenantId tenant, UUID id, JsonNode body, IfMatch condition) {
        return apply(tenant, id, PersonChange.of(body), condition);
    }

    /** As {@link #change}; the person stays on record, and doing it again changes nothing. */
    public void deactivate(TenantId tenant, UUID id) {
        apply(tenant, id, PersonChange.of(Json.mapper().createObjectNode().put("isActive", false)), IfMatch.anything());
    }

    private PersonView apply(TenantId tenant, UUID id, PersonChange change, IfMatch condition) {
        TenantQuota quota = usage.quota(tenant);
        return database.inTenant(tenant, tx -> {
            if (change.activates() && !find(tx, id).active()) {
                usage.requireRoom(tx, quota, Limit.SEATS);
            }
            PersonView before = lock(tx, id);
            condition.check(before.version());
            if (change.isEmpty()) {
                return before;
            }
            List<@Nullable Object> values = change.values();
            values.add(id);
            tx.update(
                    "UPDATE users SET version = version + 1, updated_at = now(), " + change.assignments()
                            + " WHERE id = ?",
                    values.toArray());
            PersonView after = find(tx, id);
            requireAnAdmin(tx, before, after);
            tx.tell(new Change(id, before, after));
            tell(tx, before, after);
            return after;
        });
    }

    /** Locks all administrators too, in one order, so that two of them cannot remove each other at the same time. */
    private static PersonView lock(Transaction tx, UUID id) throws SQLException {
        return tx
                .query(SELECT + "id = ? OR (role = 'admin' AND is_active) ORDER BY id FOR UPDATE", PersonView::read, id)
                .stream()
                .filter(person -> person.id().equals(id))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }

    private static void requireAnAdmin(Transaction tx, PersonView before, PersonView after) throws SQLException {
        if (!before.isActiveAdmin() || after.isActiveAdmin()) {
            return;
        }
        List<Integer> others = tx.query("SELECT 1 FROM users WHERE role = 'admin' AND is_active LIMIT 1", row -> 1);
        if (others.isEmpty()) {
            throw Problem.conflict("The last administrator can be neither removed nor demoted");
        }
    }

    private void tell(Transaction tx, PersonView before, PersonView after) throws SQLException {
        TenantId tenant = tx.tenant();
        tx.afterCommit(() -> memberships.forget(tenant, after.id()));
        jobs.enqueue(tx, AccountSync.KIND, after.id().toString());
        if (before.active() && !after.active()) {
            log.publish(tx, new MemberRemoved(after.id()));
        }
        if (!before.active() && after.active()) {
            log.publish(tx, new MemberAdded(after.id(), after.name(), after.role()));
        }
    }

    static PersonView find(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(SELECT + "id = ?", PersonView::read, id).orElseThrow(Problem::notFound);
    }

    private static Page<PersonView> page(
            Transaction tx, PageRequest request, List<PersonView> found, String count, List<@Nullable Object> matching)
            throws SQLException {
        boolean more = found.size() > request.limit();
        List<PersonView> shown = more ? found.subList(0, request.limit()) : found;
        String next = more
                ? PageRequest.cursor(
                        shown.getLast().createdAt(), shown.getLast().id())
                : null;
        if (request.page().isEmpty()) {
            return Page.of(shown, next);
        }
        return new Page<>(
                shown,
                next,
                tx.queryOne(count, row -> row.getLong(1), matching.toArray()).orElse(0L));
    }

    private static String after(List<String> cursor, List<@Nullable Object> values) {
        if (cursor.size() != 2) {
            throw PageRequest.invalidCursor();
        }
        try {
            values.add(Instant.parse(cursor.get(0)));
        } catch (DateTimeException e) {
            throw PageRequest.invalidCursor();
        }
        values.add(Ids.parse(cursor.get(1)).orElseThrow(PageRequest::invalidCursor));
        return " AND (created_at, id) > (?, ?)";
    }
}
