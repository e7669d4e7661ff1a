package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.EventLog;
import io.flame.kernel.Fields;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The weekly ranges of assistants. Changes to one assistant's ranges come one after the other, so none overlap. */
@ApplicationScoped
public class Schedules {

    private static final int MOST_RANGES = 70;

    private final Database database;
    private final EventLog log;
    private final Teams teams;
    private final Clock clock;

    @Inject
    Schedules(Database database, EventLog log, Teams teams, Clock clock) {
        this.database = database;
        this.log = log;
        this.teams = teams;
        this.clock = clock;
    }

    /** In the order of the week, Sunday first. */
    public Page<ScheduleView> list(TenantId tenant, UUID assistant, PageRequest page) {
        List<ScheduleView> all = database.inTenant(tenant, tx -> {
            Assistants.find(tx, assistant);
            return of(tx, assistant).stream().map(Schedule::view).toList();
        });
        return SmallList.page(all, each -> each.dayOfWeek() + each.startTime(), ScheduleView::id, page);
    }

    /**
     * Adds one range, or all of an array, or none.
     *
     * @param body an object or an array of objects; 422 when one breaks a rule
     */
    public List<ScheduleView> add(TenantId tenant, UUID assistant, JsonNode body) {
        return database.inTenant(tenant, tx -> {
            Assistants.lock(tx, assistant);
            List<Schedule> present = of(tx, assistant);
            List<Schedule> added = read(assistant, body, present.size());
            checkOverlaps(present, added, body.isArray());
            added.forEach(tx.session()::persist);
            changed(tx, assistant);
            return added.stream().map(Schedule::view).toList();
        });
    }

    /** Changes the fields that the body has; 412 when the range is no longer as the caller saw it. */
    public ScheduleView change(TenantId tenant, UUID assistant, UUID id, IfMatch condition, JsonNode body) {
        return database.inTenant(tenant, tx -> {
            Assistants.lock(tx, assistant);
            Schedule schedule = find(tx, assistant, id);
            condition.check(etag(schedule.view()));
            schedule.set(ScheduleFields.read(Fields.of(body), schedule.fields()));
            List<Schedule> others = of(tx, assistant).stream()
                    .filter(each -> !each.id().equals(id))
                    .toList();
            checkOverlaps(others, List.of(schedule), false);
            changed(tx, assistant);
            return schedule.view();
        });
    }

    public void delete(TenantId tenant, UUID assistant, UUID id, IfMatch condition) {
        database.runInTenant(tenant, tx -> {
            Assistants.lock(tx, assistant);
            Schedule schedule = find(tx, assistant, id);
            condition.check(etag(schedule.view()));
            tx.session().remove(schedule);
            changed(tx, assistant);
        });
    }

    /** Ranges have no version of their own: their content is their tag. */
    public static String etag(ScheduleView view) {
        return "\"" + Integer.toHexString(view.hashCode()) + "\"";
    }

    private List<Schedule> read(UUID assistant, JsonNode body, int present) {
        int count = body.isArray() ? body.size() : 1;
        if (count == 0) {
            throw Problem.invalid("", "required", "At least one schedule is required");
        }
        if (count + present > MOST_RANGES) {
            throw Problem.invalid("", "too_many", "An assistant has at most " + MOST_RANGES + " schedules");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!body.isArray()) {
            return List.of(new Schedule(Ids.next(), assistant, ScheduleFields.read(Fields.of(body), null), now));
        }
        List<Schedule> read = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonNode item = body.get(i);
            ScheduleFields fields = Elements.at(i, () -> ScheduleFields.read(Fields.of(item), null));
            read.add(new Schedule(Ids.next(), assistant, fields, now));
        }
        return read;
    }

    private static void checkOverlaps(List<Schedule> present, List<Schedule> changed, boolean array) {
        List<Schedule> others = new ArrayList<>(present);
        for (int i = 0; i < changed.size(); i++) {
            Schedule schedule = changed.get(i);
            for (Schedule other : others) {
                if (schedule.enabled() && other.enabled() && schedule.range().overlaps(other.range())) {
                    throw Problem.invalid(
                            array ? Elements.field(i, "startTime") : "startTime",
                            "overlap",
                            "This schedule overlaps another one of the same assistant");
                }
            }
            others.add(schedule);
        }
    }

    private void changed(Transaction tx, UUID assistant) throws SQLException {
        tx.session().flush();
        log.publish(tx, new SchedulesChanged(assistant, clock.instant()));
        TenantId tenant = tx.tenant();
        tx.afterCommit(() -> teams.forget(tenant));
    }

    private static List<Schedule> of(Transaction tx, UUID assistant) {
        return tx.session()
                .createSelectionQuery("from Schedule s where s.assistantId = :assistant", Schedule.class)
                .setParameter("assistant", assistant)
                .getResultList();
    }

    private static Schedule find(Transaction tx, UUID assistant, UUID id) {
        return of(tx, assistant).stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(Problem::notFound);
    }
}
