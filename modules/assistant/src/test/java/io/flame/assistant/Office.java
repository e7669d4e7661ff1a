package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.rest.AssistantResource;
import io.flame.assistant.rest.ExceptionResource;
import io.flame.assistant.rest.HolidayResource;
import io.flame.assistant.rest.ScheduleResource;
import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.identity.keys.KeyHolder;
import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.SentMessages;
import io.flame.kernel.usage.Usage;
import io.flame.testing.TestDatabase;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The assistants of one new tenant on a real PostgreSQL, put together by hand, on a clock that tests can set. */
public final class Office {

    /** A Monday, noon in UTC. */
    public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static final Database DATABASE = database();

    /** A clock that stands still until it is moved. */
    static final class StandingClock extends Clock {
        private Instant now = NOON;

        void move(Duration duration) {
            now = now.plus(duration);
        }

        void set(Instant moment) {
            now = moment;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    final StandingClock clock = new StandingClock();
    final Database database = DATABASE;
    final EventLog log = new EventLog(new Doorbell());
    final TenantId tenant = TenantId.of(TestDatabase.shared().newTenant());
    final UUID admin = UUID.randomUUID();
    final TenantZones zones = new TenantZones(database);
    final Teams teams = new Teams(database, zones, clock, () -> Duration.between(Instant.EPOCH, clock.instant())
            .toNanos());

    final Usage usage =
            new Usage(database, new Quotas(database), log, clock, List.of(new SentMessages(), new AssistantGauge()));

    public final AssistantResource assistants =
            new AssistantResource(new Assistants(database, log, teams, usage, clock));
    public final ScheduleResource schedules =
            new ScheduleResource(new Schedules(database, log, teams, clock), new Previews(database, zones, clock));
    public final ExceptionResource exceptions = new ExceptionResource(new SpecialDays(database, log, teams, clock));
    public final HolidayResource holidays = new HolidayResource(new SpecialDays(database, log, teams, clock));

    public Office() {
        database.runInTenant(
                tenant,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, 'ana@example.com', 'Ana', 'admin')",
                        admin));
    }

    private static Database database() {
        ConnectionPool pool = new ConnectionPool(
                DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 12);
        return new Database(pool.dataSource(), new EntitySessions(new AssistantEntities().classes()).factory());
    }

    public SecurityContext signedIn() {
        return security(
                new KeyHolder(new Caller(tenant, admin, "ana@example.com", "Ana", Role.ADMIN), Set.of()));
    }

    public static SecurityContext nobody() {
        return security(null);
    }

    private static SecurityContext security(Principal principal) {
        return new SecurityContext() {
            @Override
            public Principal getUserPrincipal() {
                return principal;
            }

            @Override
            public boolean isUserInRole(String role) {
                return Caller.behind(principal)
                        .filter(caller -> caller.role().word().equals(role))
                        .isPresent();
            }

            @Override
            public boolean isSecure() {
                return true;
            }

            @Override
            public String getAuthenticationScheme() {
                return "Bearer";
            }
        };
    }

    /** Reads JSON written with single quotes. */
    public static JsonNode json(String text) {
        return Json.read(text.replace('\'', '"'), JsonNode.class);
    }

    /** What a client gets to see of an answer's body. */
    public static JsonNode body(Object answer) {
        Object entity = answer instanceof Response response ? response.getEntity() : answer;
        return Json.read(Json.write(entity), JsonNode.class);
    }

    public JsonNode assistant(String fields) {
        String rest = fields.isEmpty() ? "" : ", " + fields;
        return body(assistants.create(
                signedIn(), json("{'name': 'Ana', 'type': 'auto', 'autoResponse': 'We are open'" + rest + "}")));
    }

    public String assistantId() {
        return assistant("").path("id").asText();
    }

    /** The types of the facts that the tenant's log holds, oldest first. */
    public List<String> facts() {
        return database.inTenant(tenant, tx -> log.read(tx, EventPosition.START, 1_000)).stream()
                .map(LoggedEvent::type)
                .toList();
    }

    /** Limits the tenant; to be called before anything has asked for its limits. */
    public void limit(String name, int most) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET quotas = jsonb_build_object(?::text, ?) WHERE slug = ?",
                name,
                most,
                tenant.slug()));
    }

    public void setTimeZone(String region) {
        database.runInPlatform(
                tx -> tx.update("UPDATE flame.tenants SET time_zone = ? WHERE slug = ?", region, tenant.slug()));
    }

    public void sql(String statement, Object... values) {
        database.runInTenant(tenant, tx -> tx.update(statement, values));
    }

    public <T> T value(String query, Class<T> type, Object... values) {
        return database.inTenant(tenant, tx -> tx.query(query, row -> row.getObject(1, type), values)
                .getFirst());
    }

    void setting(String name, String value) {
        sql("INSERT INTO settings (name, value) VALUES (?, ?::jsonb)", name, value);
    }
}
