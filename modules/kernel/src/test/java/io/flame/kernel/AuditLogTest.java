package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.audit.AuditActor;
import io.flame.kernel.audit.AuditChain;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.audit.AuditFilter;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.AuditOrigin;
import io.flame.kernel.audit.AuditReader;
import io.flame.kernel.audit.AuditRecord;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Ride;
import io.flame.kernel.persistence.Transaction;
import io.flame.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class AuditLogTest {

    private static final AuditFilter ALL = new AuditFilter(null, null, null, null, null);
    private static final AuditActor ANA = new AuditActor("user", "7", "ana@example.test", "admin");
    private static final AuditOrigin HERE = new AuditOrigin("192.0.2.7", "browser", "request-1");

    private final Ground ground = new Ground();
    private final AuditLog log = new AuditLog(ground.database);
    private final AuditReader reader = new AuditReader(ground.database);

    record Thing(String name, String apiSecret, int size) {}

    record Plan(Limits limits) {}

    record Limits(Integer seats, Integer messages) {}

    @Test
    void writesTheEntryWithTheChangeItself() {
        Ride ride = log.expect(ground.tenant, entry("PUT /api/things/{id}"));

        setting("colour");
        setting("size");
        log.settle();

        assertThat(ride.isDone()).isTrue();
        AuditRecord written = only();
        assertThat(written.action()).isEqualTo("PUT /api/things/{id}");
        assertThat(written.actor()).isEqualTo(ANA);
        assertThat(written.address()).isEqualTo("192.0.2.7");
        assertThat(written.outcome()).isEqualTo("done");
    }

    @Test
    void writesAnOperatorsEntryWithTheChangeOfThePlatform() {
        String action = "PUT /api/platform/" + UUID.randomUUID();
        Ride refused = log.expect(null, entry(action));
        assertThatThrownBy(() -> ground.database.runInPlatform(tx -> {
                    rename(tx, "planned");
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");
        setting("a tenant's row is not the platform's");
        assertThat(refused.isDone()).isFalse();

        ground.database.runInPlatform(tx -> rename(tx, "another name"));
        ground.database.runInPlatform(tx -> rename(tx, "once more"));
        log.settle();

        assertThat(refused.isDone()).isTrue();
        assertThat(reader.list(null, AuditFilter.of(null, action, null, null, null), firstPage(5))
                        .data())
                .hasSize(1);
        assertThat(all()).isEmpty();
    }

    @Test
    void keepsTheSameTableForThePlatformAsForEachTenant() {
        assertThat(columns(ground.tenant.schema())).isNotEmpty().isEqualTo(columns("flame"));
    }

    private static List<String> columns(String schema) {
        String sql = "SELECT column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, 0) || ' '"
                + " || is_nullable || ' ' || coalesce(column_default, '-') || ' ' || is_identity"
                + " FROM information_schema.columns WHERE table_schema = ? AND table_name = 'audit_log' ORDER BY 1";
        try (Connection owner = TestDatabase.shared().owner().getConnection();
                PreparedStatement statement = owner.prepareStatement(sql)) {
            statement.setString(1, schema);
            List<String> found = new ArrayList<>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void rename(Transaction tx, String name) throws SQLException {
        tx.update("UPDATE flame.tenants SET name = ? WHERE slug = ?", name, ground.tenant.slug());
    }

    @Test
    void forgetsTheEntryWithAChangeThatIsRolledBack() {
        Ride ride = log.expect(ground.tenant, entry("PUT /api/things/{id}"));

        assertThatThrownBy(() -> ground.inTenant(tx -> {
                    tx.update("INSERT INTO settings (name, value) VALUES ('x', '1')");
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");

        log.settle();
        assertThat(ride.isDone()).isFalse();
        assertThat(all()).isEmpty();
    }

    @Test
    void writesTheEntryWithTheNextTryWhenTheFirstIsRolledBack() {
        Ride ride = log.expect(ground.tenant, entry("PUT /api/things/{id}"));
        assertThatThrownBy(() -> ground.inTenant(tx -> {
                    tx.update("INSERT INTO settings (name, value) VALUES ('x', '1')");
                    throw new IllegalArgumentException("planned");
                }))
                .hasMessage("planned");

        setting("x");
        log.settle();

        assertThat(ride.isDone()).isTrue();
        assertThat(all()).hasSize(1);
    }

    @Test
    void doesNotTakeReadingForChanging() {
        Ride ride = log.expect(ground.tenant, entry("PUT /api/things/{id}"));
        ground.count("SELECT count(*) FROM settings");

        log.settle();
        assertThat(ride.isDone()).isFalse();
        assertThat(all()).isEmpty();
    }

    @Test
    void leavesATransactionOfAnotherTenantAlone() {
        Ride ride = log.expect(Ground.newTenant(), entry("PUT /api/things/{id}"));
        setting("colour");

        log.settle();
        assertThat(ride.isDone()).isFalse();
        assertThat(all()).isEmpty();
    }

    @Test
    void showsWhatChangedAndNeverASecret() {
        UUID id = Ids.next();
        log.expect(ground.tenant, entry("PUT /api/things"));
        ground.inTenant(tx -> {
            tx.update("INSERT INTO settings (name, value) VALUES ('thing', '1')");
            tx.tell(new Change(id, new Thing("old", "planted-1", 3), new Thing("new", "planted-2", 3)));
        });
        log.settle();

        AuditRecord written = only();
        assertThat(written.target()).isEqualTo(id.toString());
        assertThat(Json.read(written.before(), com.fasterxml.jackson.databind.JsonNode.class))
                .hasToString("{\"name\":\"old\",\"apiSecret\":\"***\"}");
        assertThat(written.after()).contains("new").doesNotContain("planted").doesNotContain("size");
    }

    @Test
    void keepsTheChainsWholeWhileManyWriteAtOnce() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            String action = "POST /api/things/" + i;
            writers.add(() -> {
                log.append(ground.tenant, entry(action));
                return true;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            for (Future<Boolean> written : threads.invokeAll(writers)) {
                assertThat(written.get()).isTrue();
            }
        }

        AuditChain.Report report = verify();
        assertThat(report.fault()).isEmpty();
        assertThat(report.rows()).isEqualTo(400);
        assertThat(report.heads()).hasSizeBetween(1, 8);
    }

    @Test
    void findsARowThatWasChanged() {
        fill();
        asOwner("UPDATE %s.audit_log SET actor_email = 'eve@example.test' WHERE seq = 1");

        assertThat(verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("was changed"));
    }

    @Test
    void findsANullThatWasTakenOutFromInsideARow() {
        changeLimits(new Limits(3, null), new Limits(3, 5));
        assertThat(only().before()).contains("null");
        assertThat(verify().fault()).isEmpty();

        asOwner("UPDATE %s.audit_log SET before = before #- '{limits,messages}'");

        assertThat(verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("was changed"));
    }

    @Test
    void findsANullThatWasPutIntoARow() {
        changeLimits(new Limits(3, 4), new Limits(3, 5));
        assertThat(verify().fault()).isEmpty();

        asOwner("UPDATE %s.audit_log SET before = jsonb_set(before, '{limits,assistants}', 'null')");

        assertThat(verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("was changed"));
    }

    @Test
    void knowsRowsThatWereWrittenWhenNullsWereLeftOut() {
        changeLimits(new Limits(3, null), new Limits(3, 5));
        asOwner("SET timezone = 'UTC'; UPDATE %s.audit_log AS entry SET hash ="
                + " encode(sha256(convert_to(jsonb_strip_nulls(to_jsonb(entry) - 'hash')::text, 'UTF8')), 'hex')");
        fill();

        AuditChain.Report report = verify();
        assertThat(report.fault()).isEmpty();
        assertThat(report.rows()).isEqualTo(31);

        asOwner("UPDATE %s.audit_log SET before = before #- '{limits,seats}' WHERE before IS NOT NULL");
        assertThat(verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault).endsWith("was changed"));
    }

    private void changeLimits(Limits before, Limits after) {
        log.expect(ground.tenant, entry("PUT /api/things"));
        ground.inTenant(tx -> {
            tx.update("INSERT INTO settings (name, value) VALUES ('limits', '1')");
            tx.tell(new Change(null, new Plan(before), new Plan(after)));
        });
        log.settle();
    }

    @Test
    void findsARowThatWasTakenOut() {
        fill();
        asOwner(
                "DELETE FROM %s.audit_log WHERE (lane, seq) IN (SELECT lane, min(seq) FROM %s.audit_log GROUP BY lane)");

        assertThat(verify().fault())
                .hasValueSatisfying(fault -> assertThat(fault).contains("is missing"));
    }

    @Test
    void findsRowsCutOffAtTheEndByAHashNotedBefore() throws SQLException {
        fill();
        String noted = verify().heads().values().iterator().next().split(" ")[1];
        try (Connection owner = TestDatabase.shared().owner().getConnection()) {
            assertThat(AuditChain.holds(owner, ground.tenant.schema(), noted)).isTrue();

            asOwner("DELETE FROM %s.audit_log WHERE hash = '" + noted + "'");

            assertThat(verify().fault()).isEmpty();
            assertThat(AuditChain.holds(owner, ground.tenant.schema(), noted)).isFalse();
        }
    }

    @Test
    void findsARowThatWasPutInAgainWithAHashOfItsOwn() {
        fill();
        asOwner("UPDATE %s.audit_log SET hash = repeat('a', 64) WHERE (lane, seq) IN"
                + " (SELECT lane, min(seq) FROM %s.audit_log GROUP BY lane)");

        assertThat(verify().fault()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE audit_log SET action = 'nothing'",
                "DELETE FROM audit_log",
                "TRUNCATE audit_log",
                "INSERT INTO audit_log (actor_kind, action, address, request_id, outcome, hash)"
                        + " VALUES ('user', 'x', 'y', 'z', 'done', repeat('0', 64))",
                "INSERT INTO audit_log (actor_kind, action, address, request_id, outcome, at)"
                        + " VALUES ('user', 'x', 'y', 'z', 'done', now())",
                "ALTER TABLE audit_log DISABLE TRIGGER audit_chain"
            })
    void letsNobodyButTheOwnerDoMoreThanAdd(String statement) {
        log.append(ground.tenant, entry("POST /api/things"));

        assertThatThrownBy(() -> ground.inTenant(tx -> tx.update(statement)))
                .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        assertThat(all()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE flame.audit_log SET action = 'nothing'", "DELETE FROM flame.audit_log"})
    void letsNobodyChangeThePlatformsLogEither(String statement) {
        assertThatThrownBy(() -> ground.database.runInPlatform(tx -> tx.update(statement)))
                .hasMessageContaining("permission denied");
    }

    @Test
    void keepsThePlatformsLogAwayFromTenants() {
        String email = UUID.randomUUID() + "@example.test";
        log.append(null, entry("POST /api/auth/login").by(AuditActor.anonymous(email)));

        assertThat(reader.list(null, new AuditFilter(email, null, null, null, null), firstPage(5))
                        .data())
                .hasSize(1);
        assertThat(all()).isEmpty();
        assertThatThrownBy(() -> ground.count("SELECT count(*) FROM flame.audit_log"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void findsRowsByWhoWhatAndWhen() {
        fill();
        log.append(ground.tenant, entry("DELETE /api/users/{id}").onto("u-1"));

        assertThat(found("ANA@example.test", null, null, null, null)).hasSize(31);
        assertThat(found("7", null, null, null, null)).hasSize(31);
        assertThat(found(null, "DELETE", null, null, null)).hasSize(1);
        assertThat(found(null, null, "u-1", null, null)).hasSize(1);
        assertThat(found(null, null, null, "2020-01-01T00:00:00Z", null)).hasSize(31);
        assertThat(found(null, null, null, null, "2020-01-01T00:00:00Z")).isEmpty();
        assertThatThrownBy(() -> found(null, null, null, "yesterday", null)).isInstanceOf(Problem.class);
    }

    @Test
    void pagesFromTheNewestToTheOldest() {
        fill();
        Page<AuditRecord> first = reader.list(ground.tenant, ALL, firstPage(20));
        Page<AuditRecord> second = reader.list(ground.tenant, ALL, PageRequest.of("20", first.next(), null, 20));

        assertThat(first.data()).hasSize(20).isSortedAccordingTo((a, b) -> Long.compare(b.id(), a.id()));
        assertThat(second.data()).hasSize(10).doesNotContainAnyElementsOf(first.data());
        assertThat(second.next()).isNull();
    }

    @Test
    void storesWhatPostgresAndTerminalsDoNotLike() {
        AuditActor odd = AuditActor.anonymous("a\0\u001b[2J\ud800" + "x".repeat(400));
        log.append(ground.tenant, entry("POST /api/auth/login").by(odd));

        assertThat(only().actor().email()).startsWith("a??[2J?x").hasSize(255);
        assertThat(verify().fault()).isEmpty();
    }

    private List<AuditRecord> found(String actor, String action, String target, String from, String to) {
        return reader.list(ground.tenant, AuditFilter.of(actor, action, target, from, to), firstPage(100))
                .data();
    }

    private void fill() {
        for (int i = 0; i < 30; i++) {
            log.append(ground.tenant, entry("POST /api/things"));
        }
    }

    private void setting(String name) {
        ground.inTenant(tx -> tx.update("INSERT INTO settings (name, value) VALUES (?, '1')", name));
    }

    private static AuditEntry entry(String action) {
        return AuditEntry.intended(ANA, action, null, HERE);
    }

    private AuditRecord only() {
        assertThat(all()).hasSize(1);
        return all().getFirst();
    }

    private List<AuditRecord> all() {
        return reader.list(ground.tenant, ALL, firstPage(100)).data();
    }

    private static PageRequest firstPage(int rows) {
        return PageRequest.of(Integer.toString(rows), null, null, rows);
    }

    private AuditChain.Report verify() {
        try (Connection owner = TestDatabase.shared().owner().getConnection()) {
            return AuditChain.verify(owner, ground.tenant.schema());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void asOwner(String sql) {
        try (Connection owner = TestDatabase.shared().owner().getConnection()) {
            owner.createStatement().execute(sql.replace("%s", ground.tenant.schema()));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
