package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.EventLog;
import io.flame.kernel.Fact;
import io.flame.kernel.Fields;
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
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Dates that differ from the week: exceptions of one assistant, and holidays of the whole tenant (assistant null). */
@ApplicationScoped
public class SpecialDays {

    private static final int MOST_DAYS = 1_000;

    private static final String SELECT = """
            SELECT id, assistant_id, on_date, name, start_time, end_time, created_at FROM schedule_exceptions
             WHERE assistant_id IS NOT DISTINCT FROM ?::uuid""";

    private final Database database;
    private final EventLog log;
    private final Teams teams;
    private final Clock clock;

    @Inject
    SpecialDays(Database database, EventLog log, Teams teams, Clock clock) {
        this.database = database;
        this.log = log;
        this.teams = teams;
        this.clock = clock;
    }

    /** In the order of their dates. */
    public Page<SpecialDayView> list(TenantId tenant, @Nullable UUID assistant, PageRequest page) {
        List<SpecialDayView> all = database.inTenant(tenant, tx -> {
            if (assistant != null) {
                Assistants.find(tx, assistant);
            }
            return of(tx, assistant).stream().map(SpecialDayView::of).toList();
        });
        return SmallList.page(all, each -> each.date() + " " + each.startTime(), SpecialDayView::id, page);
    }

    public SpecialDayView add(TenantId tenant, @Nullable UUID assistant, JsonNode body) {
        return database.inTenant(tenant, tx -> {
            lock(tx, assistant);
            SpecialDay day = SpecialDayFields.read(Fields.of(body))
                    .day(Ids.next(), assistant, clock.instant().truncatedTo(ChronoUnit.MICROS));
            check(day, of(tx, assistant));
            insert(tx, day);
            changed(tx, assistant);
            return SpecialDayView.of(day);
        });
    }

    public void delete(TenantId tenant, @Nullable UUID assistant, UUID id) {
        database.runInTenant(tenant, tx -> {
            lock(tx, assistant);
            int deleted = tx.update(
                    "DELETE FROM schedule_exceptions WHERE id = ? AND assistant_id IS NOT DISTINCT FROM ?::uuid",
                    id,
                    assistant);
            if (deleted == 0) {
                throw Problem.notFound();
            }
            changed(tx, assistant);
        });
    }

    private static void check(SpecialDay day, List<SpecialDay> present) {
        if (present.size() >= MOST_DAYS) {
            throw Problem.invalid("date", "too_many", "There are already " + MOST_DAYS + " such dates");
        }
        if (present.stream().anyMatch(day::collidesWith)) {
            throw Problem.invalid("date", "overlap", "This date already has an entry that does not go with this one");
        }
    }

    private static void insert(Transaction tx, SpecialDay day) throws SQLException {
        tx.update("""
                INSERT INTO schedule_exceptions (id, assistant_id, on_date, name, start_time, end_time, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)""", day.id(), day.assistantId(), day.date(), day.name(), day.start(), day.end(), day.createdAt());
    }

    /** Holidays hang on no row that could be locked: a lock by name keeps their writers apart, tenant by tenant. */
    private static void lock(Transaction tx, @Nullable UUID assistant) throws SQLException {
        if (assistant != null) {
            Assistants.lock(tx, assistant);
            return;
        }
        tx.update(
                "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))",
                "holidays " + tx.tenant().slug());
    }

    private void changed(Transaction tx, @Nullable UUID assistant) throws SQLException {
        Fact fact = assistant == null
                ? new HolidaysChanged(clock.instant())
                : new SchedulesChanged(assistant, clock.instant());
        log.publish(tx, fact);
        TenantId tenant = tx.tenant();
        tx.afterCommit(() -> teams.forget(tenant));
    }

    private static List<SpecialDay> of(Transaction tx, @Nullable UUID assistant) throws SQLException {
        return tx.query(SELECT, HoursReader::specialDay, assistant);
    }
}
