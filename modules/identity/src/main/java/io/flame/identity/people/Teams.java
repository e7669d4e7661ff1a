package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseException;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** The teams of a tenant. A person may be in any number of them. */
@ApplicationScoped
public class Teams {

    private static final String SELECT = "SELECT " + TeamView.COLUMNS + " FROM teams t WHERE ";

    private final Database database;

    @Inject
    Teams(Database database) {
        this.database = database;
    }

    /** Oldest first. */
    public Page<TeamView> list(TenantId tenant, PageRequest request) {
        List<Object> values = new ArrayList<>();
        String after = "true";
        if (request.cursor().isPresent()) {
            after = "t.id > ?";
            values.add(Ids.parse(request.cursor().get().getFirst()).orElseThrow(PageRequest::invalidCursor));
        }
        values.add(request.limit() + 1);
        String sql = SELECT + after + " ORDER BY t.id LIMIT ?";
        List<TeamView> found = database.inTenant(tenant, tx -> tx.query(sql, TeamView::read, values.toArray()));
        boolean more = found.size() > request.limit();
        List<TeamView> shown = more ? found.subList(0, request.limit()) : found;
        return Page.of(shown, more ? PageRequest.cursor(shown.getLast().id()) : null);
    }

    /** 404 for a team that this tenant does not have. */
    public TeamView get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> find(tx, id));
    }

    /** @throws Problem 409 for a name that another team has, 422 for a member who is not of this tenant */
    public TeamView create(TenantId tenant, JsonNode body) {
        TeamDraft draft = TeamDraft.ofNew(body);
        UUID id = Ids.next();
        return checked(() -> database.inTenant(tenant, tx -> {
            tx.update(
                    "INSERT INTO teams (id, name, description) VALUES (?, ?, ?)",
                    id,
                    draft.name().orElseThrow(),
                    draft.description());
            replaceMembers(tx, id, draft.memberIds());
            TeamView made = find(tx, id);
            tx.tell(new Change(id, null, made));
            return made;
        }));
    }

    /** As {@link #create}, for what the body names; 412 when the team is no longer as the caller saw it. */
    public TeamView change(TenantId tenant, UUID id, JsonNode body, IfMatch condition) {
        TeamDraft draft = TeamDraft.ofChange(body);
        return checked(() -> database.inTenant(tenant, tx -> {
            condition.check(lock(tx, id));
            TeamView before = find(tx, id);
            tx.update("""
                    UPDATE teams SET name = coalesce(?, name), description = CASE WHEN ? THEN ? ELSE description END,
                           version = version + 1, updated_at = now() WHERE id = ?""", draft.name().orElse(null), draft.described(), draft.description(), id);
            replaceMembers(tx, id, draft.memberIds());
            TeamView after = find(tx, id);
            tx.tell(new Change(id, before, after));
            return after;
        }));
    }

    /** Its people stay; 404 when there is no such team. */
    public void delete(TenantId tenant, UUID id) {
        database.runInTenant(tenant, tx -> {
            lock(tx, id);
            TeamView before = find(tx, id);
            tx.update("DELETE FROM teams WHERE id = ?", id);
            tx.tell(new Change(id, before, null));
        });
    }

    private static void replaceMembers(Transaction tx, UUID team, Optional<Set<UUID>> members) throws SQLException {
        if (members.isEmpty()) {
            return;
        }
        tx.update("DELETE FROM team_members WHERE team_id = ?", team);
        tx.update(
                "INSERT INTO team_members (team_id, user_id) SELECT ?, u FROM unnest(?) AS u",
                team,
                members.get().toArray(UUID[]::new));
    }

    private static int lock(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne("SELECT version FROM teams WHERE id = ? FOR UPDATE", row -> row.getInt(1), id)
                .orElseThrow(Problem::notFound);
    }

    private static TeamView find(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(SELECT + "t.id = ?", TeamView::read, id).orElseThrow(Problem::notFound);
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseException e) {
            if (e.isForeignKeyViolation()) {
                throw Problem.invalid("memberIds", "unknown_reference", "memberIds names somebody who is not here");
            }
            if (e.isUniqueViolation()) {
                throw Problem.conflict("Another team has this name");
            }
            throw e;
        }
    }
}
