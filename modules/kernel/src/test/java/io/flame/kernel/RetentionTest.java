package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.audit.AuditChain;
import io.flame.kernel.audit.AuditExpiry;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.retention.Expiry;
import io.flame.kernel.retention.Retention;
import io.flame.kernel.retention.RetentionJob;
import io.flame.kernel.retention.RetentionSettings;
import io.flame.kernel.retention.RetentionSweep;
import io.flame.kernel.retention.Terms;
import io.flame.kernel.usage.Quotas;
import io.flame.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class RetentionTest {

    private static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final Retention SHORT = new Retention(30, null, 60, 180);

    private final Ground ground = new Ground();
    private final Connection owner = owner();
    private final RetentionSettings settings = new RetentionSettings(ground.database);
    private final ListenerCatalog catalog = new ListenerCatalog();
    private final EventExpiry events = new EventExpiry(ground.database, catalog);
    private final AuditLog audit = new AuditLog(ground.database);
    private final AuditExpiry auditExpiry = new AuditExpiry(ground.database, audit);

    private static Connection owner() {
        try {
            return TestDatabase.shared().owner().getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void leave() throws SQLException {
        owner.close();
    }

    @Test
    void keepsMessagesUntilSomebodySaysOtherwise() {
        assertThat(settings.get(ground.tenant)).isEqualTo(new Retention(null, null, 90, 730));
    }

    @Test
    void changesWhatIsNamedAndNothingElse() {
        change("{\"messagesDays\":365,\"eventsDays\":null}");
        Retention after = change("{\"filesDays\":30}");

        assertThat(after).isEqualTo(new Retention(365, 30, null, 730));
        assertThat(settings.get(ground.tenant)).isEqualTo(after);
    }

    @Test
    void refusesAChangeOfWhatHasChangedSince() {
        String seen = '"' + settings.get(ground.tenant).etag() + '"';
        settings.change(ground.tenant, json("{\"messagesDays\":365}"), IfMatch.of(seen));

        assertThatThrownBy(() -> settings.change(ground.tenant, json("{\"messagesDays\":90}"), IfMatch.of(seen)))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                        .isEqualTo(ProblemCode.PRECONDITION_FAILED));
        assertThat(settings.get(ground.tenant).messagesDays()).isEqualTo(365);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messagesDays\":29}",
                "{\"messagesDays\":0}",
                "{\"messagesDays\":-30}",
                "{\"filesDays\":6}",
                "{\"eventsDays\":3651}",
                "{\"auditDays\":179}",
                "{\"auditDays\":180.5}",
                "{\"auditDays\":\"180\"}",
                "{\"messagesDays\":99999999999}",
                "[]"
            })
    void refusesDaysThatAreNoneOrOutOfRange(String body) {
        assertThatThrownBy(() -> change(body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID));
        assertThat(settings.get(ground.tenant)).isEqualTo(new Retention(null, null, 90, 730));
    }

    @Test
    void removesBatchesUntilNothingIsLeft() {
        AtomicInteger batches = new AtomicInteger(3);
        JobOutcome outcome = job((tenant, terms) -> batches.getAndUpdate(left -> Math.max(0, left - 1)));

        assertThat(outcome).isEqualTo(JobOutcome.done());
        assertThat(batches).hasValue(0);
    }

    @Test
    void givesItsWorkerAwayWhenThereIsMuchToRemove() {
        List<Terms> seen = new ArrayList<>();
        JobOutcome outcome = job((tenant, terms) -> {
            seen.add(terms);
            return 1;
        });

        assertThat(outcome).isInstanceOf(JobOutcome.Later.class);
        assertThat(seen).hasSizeBetween(10, 100).allMatch(terms -> terms.now().equals(NOW));
    }

    @Test
    void removesTheOtherKindsWhenOneFails() {
        AtomicInteger reached = new AtomicInteger();
        Expiry broken = (tenant, terms) -> {
            throw new IllegalStateException("planned");
        };
        Expiry whole = (tenant, terms) -> {
            reached.incrementAndGet();
            return 0;
        };

        assertThatThrownBy(() -> job(broken, whole)).hasMessage("planned");
        assertThat(reached).hasValue(1);
    }

    @Test
    void givesATenantItsTurnOnceADayAndOnlyWhileItIsOpen() {
        String slug = ground.tenant.slug();
        RetentionSweep sweep = new RetentionSweep(ground.database, ground.jobs, Clock.systemUTC(), List.of());
        due(slug, Instant.now().plusSeconds(60));
        sweepAll(sweep);
        assertThat(turns(slug)).isZero();

        due(slug, Instant.now().minusSeconds(1));
        status(slug, "suspended");
        sweepAll(sweep);
        assertThat(turns(slug)).isZero();

        status(slug, "active");
        sweepAll(sweep);
        assertThat(turns(slug)).isEqualTo(1);
        ground.database.runInPlatform(tx -> tx.update("DELETE FROM flame.jobs WHERE tenant = ?", slug));
        sweepAll(sweep);
        assertThat(turns(slug)).isZero();
        assertThat(platform("SELECT count(*) FROM flame.tenants WHERE slug = '" + slug
                        + "' AND retention_due_at BETWEEN now() + interval '23 hours' AND now() + interval '25 hours'"))
                .isEqualTo(1);
    }

    @Test
    void cleansThePlatformOfEachKindThoughOneFails() {
        AtomicInteger reached = new AtomicInteger();
        RetentionSweep sweep = new RetentionSweep(
                ground.database,
                ground.jobs,
                CLOCK,
                List.of(
                        (tx, now) -> {
                            throw new SQLException("planned");
                        },
                        (tx, now) -> reached.incrementAndGet()));
        sweep.cleanPlatform();

        assertThat(reached).hasValue(1);
    }

    @Test
    void cutsOldEventsOffTheLog() {
        event("91 days");
        event("59 days");
        ground.inTenant(tx ->
                tx.update("INSERT INTO parked_events (listener, event_id, error)" + " SELECT 'x', id, '' FROM events"));

        assertThat(events.removeSome(ground.tenant, terms(new Retention(null, null, null, null), Instant.now())))
                .isZero();
        assertThat(events.removeSome(ground.tenant, terms(new Retention(null, null, 90, null), Instant.now())))
                .isEqualTo(1);
        assertThat(ground.count("SELECT count(*) FROM events")).isEqualTo(1);
        assertThat(ground.count("SELECT count(*) FROM parked_events")).isEqualTo(1);
    }

    /** They repeat what was said. */
    @Test
    void keepsNoEventLongerThanMessages() {
        event("31 days");

        assertThat(events.removeSome(ground.tenant, terms(new Retention(30, null, 90, null), Instant.now())))
                .isEqualTo(1);
    }

    @Test
    void keepsAnEventThatAListenerHasNotHeard() {
        event("91 days");
        catalog.listeners().add(new ListenerCatalog.Listener("slow", Fact.class, null));
        Terms terms = terms(new Retention(null, null, 7, null), Instant.now());
        assertThat(events.removeSome(ground.tenant, terms)).isZero();

        ground.inTenant(tx -> tx.update("INSERT INTO event_progress (listener, tx, id) VALUES ('slow', '0', 0)"));
        assertThat(events.removeSome(ground.tenant, terms)).isZero();

        ground.inTenant(tx -> tx.update(
                "UPDATE event_progress SET (tx, id) = (SELECT e.tx, e.id FROM events e) WHERE listener = 'slow'"));
        assertThat(events.removeSome(ground.tenant, terms)).isEqualTo(1);
    }

    @Test
    void cutsOldAuditRowsAndTheRestStillVerifies() {
        auditRows(20, "200 days");
        auditRows(20, "100 days");
        AuditChain.Report before = verify();
        assertThat(before.rows()).isEqualTo(40);

        int removed = removeAll();

        AuditChain.Report after = verify();
        assertThat(removed).isEqualTo(20);
        assertThat(after.fault()).isEmpty();
        assertThat(after.removed()).isEqualTo(20);
        assertThat(after.rows())
                .as("the young rows, and one that tells of the cut")
                .isEqualTo(21);
        assertThat(ground.count("SELECT count(*) FROM audit_log WHERE actor_kind = 'system'"))
                .isEqualTo(1);
    }

    @Test
    void goesOnWithTheChainsAfterACut() {
        auditRows(20, "200 days");
        removeAll();
        auditRows(20, "0 days");

        AuditChain.Report report = verify();
        assertThat(report.fault()).isEmpty();
        assertThat(report.rows() + report.removed()).isGreaterThan(40);
    }

    /** The last row of a chain stays, for the next one to follow. */
    @Test
    void findsARowThatWasTakenOutRightAfterTheCut() {
        auditRows(20, "200 days");
        auditRows(20, "100 days");
        removeAll();
        asOwner("DELETE FROM %s.audit_log a USING %s.audit_cuts c WHERE a.lane = c.lane AND a.seq = c.seq + 1");

        assertThat(verify().fault()).isPresent();
    }

    @Test
    void cutsNoAuditRowYoungerThanHalfAYearWhateverIsAsked() {
        auditRows(20, "170 days");
        ground.inTenant(tx -> tx.query("SELECT flame.cut_audit_log(now() + interval '1 day', 1000)", row -> true));

        assertThat(verify().rows()).isEqualTo(20);
        assertThat(verify().removed()).isZero();
    }

    private int removeAll() {
        Terms terms = terms(SHORT, Instant.now());
        int removed = 0;
        int some = auditExpiry.removeSome(ground.tenant, terms);
        while (some > 0) {
            removed += some;
            some = auditExpiry.removeSome(ground.tenant, terms);
        }
        return removed;
    }

    /** All in one chain: a connection keeps to its own while nobody else is in it. */
    private void auditRows(int rows, String age) {
        asOwner("INSERT INTO %s.audit_log (at, actor_kind, action, address, request_id, outcome)"
                + " SELECT now() - interval '" + age + "', 'user', 'x', 'y', 'z', 'done' FROM generate_series(1, "
                + rows
                + ")");
    }

    private AuditChain.Report verify() {
        try {
            return AuditChain.verify(owner, ground.tenant.schema());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asOwner(String sql) {
        try {
            owner.createStatement().execute(sql.replace("%s", ground.tenant.schema()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void event(String age) {
        ground.inTenant(tx -> tx.update("INSERT INTO events (type, fact, data, created_at)"
                + " VALUES ('x', 'X', '{}', now() - interval '" + age + "')"));
    }

    private JobOutcome job(Expiry... expiries) {
        RetentionJob job = new RetentionJob(settings, new Quotas(ground.database), CLOCK, List.of(expiries));
        return job.run(new JobRun(ground.tenant, RetentionJob.KIND, RetentionJob.KEY, 0));
    }

    private static Terms terms(Retention retention, Instant now) {
        return new Terms(retention, ZoneOffset.UTC, now);
    }

    private Retention change(String body) {
        return settings.change(ground.tenant, json(body), IfMatch.anything());
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String body) {
        return Json.read(body, com.fasterxml.jackson.databind.JsonNode.class);
    }

    /** Other tests' tenants may be due too. */
    private static void sweepAll(RetentionSweep sweep) {
        int given = sweep.enqueueDue();
        while (given > 0) {
            given = sweep.enqueueDue();
        }
    }

    private void due(String slug, Instant at) {
        ground.database.runInPlatform(
                tx -> tx.update("UPDATE flame.tenants SET retention_due_at = ? WHERE slug = ?", at, slug));
    }

    private void status(String slug, String status) {
        ground.database.runInPlatform(
                tx -> tx.update("UPDATE flame.tenants SET status = ? WHERE slug = ?", status, slug));
    }

    private long turns(String slug) {
        return platform("SELECT count(*) FROM flame.jobs WHERE kind = 'retention' AND tenant = '" + slug + "'");
    }

    private long platform(String sql) {
        return ground.database.inPlatform(
                tx -> tx.queryOne(sql, row -> row.getLong(1)).orElseThrow());
    }
}
