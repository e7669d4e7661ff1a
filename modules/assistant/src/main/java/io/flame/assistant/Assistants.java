package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.kernel.EventLog;
import io.flame.kernel.Fields;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
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
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's assistants: made, shown, changed and deleted. */
@ApplicationScoped
public class Assistants {

    private final Database database;
    private final EventLog log;
    private final Teams teams;
    private final Usage usage;
    private final Clock clock;

    @Inject
    Assistants(Database database, EventLog log, Teams teams, Usage usage, Clock clock) {
        this.database = database;
        this.log = log;
        this.teams = teams;
        this.usage = usage;
        this.clock = clock;
    }

    /** Oldest first. */
    public Page<AssistantView> list(TenantId tenant, PageRequest page) {
        return database.inTenant(tenant, tx -> AssistantList.read(tx.session(), page));
    }

    /** 404 for an assistant that this tenant does not have. */
    public Versioned<AssistantView> get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> find(tx, id).versioned());
    }

    /**
     * Makes an assistant.
     *
     * @param body its fields; 422 when they break its rules
     * @throws Problem 402 when the plan allows no more assistants
     */
    public Versioned<AssistantView> create(Caller caller, JsonNode body) {
        AssistantFields fields = AssistantFields.read(Fields.of(body), null);
        TenantQuota quota = usage.quota(caller.tenant());
        return database.inTenant(caller.tenant(), tx -> {
            usage.requireRoom(tx, quota, Limit.ASSISTANTS);
            Assistant made = new Assistant(Ids.next(), known(tx, caller.userId()), fields, now());
            tx.session().persist(made);
            tx.session().flush();
            log.publish(tx, AssistantCreated.of(made.view()));
            tx.tell(new Change(made.view().id(), null, made.view()));
            forgetTeam(tx);
            return made.versioned();
        });
    }

    /** Changes the fields that the body has; 412 when the assistant is no longer as the caller saw it. */
    public Versioned<AssistantView> change(TenantId tenant, UUID id, IfMatch condition, JsonNode body) {
        return database.inTenant(tenant, tx -> {
            Assistant assistant = lock(tx, id);
            condition.check(assistant.etag());
            AssistantView before = assistant.view();
            if (assistant.change(AssistantFields.read(Fields.of(body), assistant.fields()), now())) {
                tx.session().flush();
                log.publish(tx, AssistantChanged.of(assistant.view()));
                tx.tell(new Change(id, before, assistant.view()));
                forgetTeam(tx);
            }
            return assistant.versioned();
        });
    }

    /** Conversations and integrations that name it name none afterwards. */
    public void delete(TenantId tenant, UUID id, IfMatch condition) {
        database.runInTenant(tenant, tx -> {
            Assistant assistant = lock(tx, id);
            condition.check(assistant.etag());
            tx.session().remove(assistant);
            tx.session().flush();
            log.publish(tx, new AssistantDeleted(id, now()));
            tx.tell(new Change(id, assistant.view(), null));
            forgetTeam(tx);
        });
    }

    /** Refuses, always: a text needs no training, and learning from knowledge is not part of this version. */
    public Problem train(TenantId tenant, UUID id) {
        String type = get(tenant, id).value().type();
        return Problem.conflict(
                type.equals(AssistantType.AUTO.word())
                        ? "An assistant of type auto answers with its text: there is nothing to train"
                        : "Training from knowledge is not available in this version");
    }

    static Assistant find(Transaction tx, UUID id) {
        return present(tx.session().find(Assistant.class, id));
    }

    /** Whoever changes an assistant or anything that belongs to it comes one after the other. */
    static Assistant lock(Transaction tx, UUID id) {
        return present(tx.session().find(Assistant.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    private void forgetTeam(Transaction tx) {
        TenantId tenant = tx.tenant();
        tx.afterCommit(() -> teams.forget(tenant));
    }

    private static Assistant present(@Nullable Assistant assistant) {
        return Optional.ofNullable(assistant).orElseThrow(Problem::notFound);
    }

    private static @Nullable UUID known(Transaction tx, UUID user) throws SQLException {
        List<UUID> found = tx.query("SELECT id FROM users WHERE id = ?", row -> row.getObject(1, UUID.class), user);
        return found.isEmpty() ? null : found.getFirst();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
