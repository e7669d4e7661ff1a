package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Caller;
import io.flame.identity.Memberships;
import io.flame.identity.Role;
import io.flame.identity.keycloak.KeycloakHttp;
import io.flame.identity.keycloak.KeycloakMembers;
import io.flame.identity.keycloak.KeycloakRealm;
import io.flame.identity.keycloak.KeycloakService;
import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.JobRun;
import io.flame.kernel.Jobs;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.AuditOrigin;
import io.flame.kernel.audit.RequestOrigin;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.usage.Quotas;
import io.flame.kernel.usage.Usage;
import io.flame.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The people of one new tenant over a real PostgreSQL and a fake realm, with a clock that can be moved. */
final class Office implements AutoCloseable {

    static final String PASSWORD = "invented-password-1";

    final FakeRealm realm = new FakeRealm();
    final HandClock clock = new HandClock();
    final TenantId tenant = TenantId.of(TestDatabase.shared().newTenant());
    final String organization = UUID.randomUUID().toString();
    final Database database;
    final People people;
    final Teams teams;
    final Invitations invitations;
    final Joining joining;
    final AccountSync sync;
    final Arrivals arrivals;
    final Caller admin;
    int mailsLeft = 100;

    private final ConnectionPool pool = new ConnectionPool(
            DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 4);
    private final KeycloakHttp http = new KeycloakHttp();

    Office() {
        database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
        database.runInPlatform(tx ->
                tx.update("UPDATE flame.tenants SET organization_id = ? WHERE slug = ?", organization, tenant.slug()));
        Settings settings =
                Settings.of(Map.of("KEYCLOAK_URL", realm.url(), "KEYCLOAK_BACKEND_CLIENT_SECRET", "invented-secret"));
        KeycloakMembers keycloak = new KeycloakMembers(
                new KeycloakService(http, new KeycloakRealm(settings), settings, Clock.systemUTC()),
                database,
                Clock.systemUTC());
        EventLog log = new EventLog(new Doorbell());
        Memberships memberships = new Memberships(database);
        Organizations organizations = new Organizations(database);
        Usage usage = new Usage(database, new Quotas(database), log, clock, List.of(new Seats()));
        people = new People(database, log, new Jobs(clock), memberships, usage);
        teams = new Teams(database);
        invitations = new Invitations(database, new Jobs(clock), usage, email -> mailsLeft-- > 0, clock);
        joining = new Joining(database, organizations, keycloak, this::signIn, memberships, log, usage, clock);
        sync = new AccountSync(database, organizations, keycloak);
        RequestOrigin origin = () -> new AuditOrigin("192.0.2.7", "Firefox", "request-1");
        arrivals =
                new Arrivals(database, memberships, log, new Jobs(clock), usage, new AuditLog(database), origin, clock);
        admin = new Caller(tenant, add("admin", "Ana"), "ana@example.test", "Ana", Role.ADMIN);
    }

    /** Limits the tenant; to be called before anything has asked for its limits. */
    void limitSeats(int seats) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET quotas = jsonb_build_object('seats', ?) WHERE slug = ?",
                seats,
                tenant.slug()));
    }

    UUID add(String role, String name) {
        UUID id = UUID.randomUUID();
        database.runInTenant(
                tenant,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, ?)",
                        id,
                        name.toLowerCase(java.util.Locale.ROOT) + "@example.test",
                        name,
                        role));
        return id;
    }

    /** Somebody with an account who works for another business. */
    UUID addElsewhere(String email, String password) {
        TenantId elsewhere = TenantId.of(TestDatabase.shared().newTenant());
        UUID id = realm.addUser(email, password, elsewhere.slug());
        database.runInTenant(
                elsewhere,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, ?)", id, email, "Beto", "agent"));
        return id;
    }

    /** An invitation whose mail has arrived. */
    record Mailed(InvitationView invitation, String token) {}

    Mailed inviteByMail(String email) {
        InvitationView invitation = invite(email);
        InvitationToken token = InvitationToken.fresh(tenant);
        database.runInTenant(
                tenant,
                tx -> tx.update(
                        "UPDATE invitations SET token_hash = ?, mailed_at = now() WHERE id = ?",
                        token.hash(),
                        invitation.id()));
        return new Mailed(invitation, token.reveal());
    }

    InvitationView invite(String email) {
        return invitations.invite(
                admin, json("{\"email\":\"" + email + "\",\"name\":\"Beto Prueba\",\"role\":\"agent\"}"));
    }

    JoinedMember accept(String token, String password) {
        return joining.accept(json("{\"token\":\"" + token + "\",\"password\":\"" + password + "\"}"));
    }

    void align(UUID person) {
        sync.run(new JobRun(tenant, AccountSync.KIND, person.toString(), 0));
    }

    List<String> facts() {
        return database.inTenant(
                tenant, tx -> tx.query("SELECT fact FROM events ORDER BY id", row -> row.getString(1)));
    }

    long count(String sql) {
        return database.inTenant(
                tenant, tx -> tx.queryOne(sql, row -> row.getLong(1)).orElseThrow());
    }

    static JsonNode json(String text) {
        return Json.read(text, JsonNode.class);
    }

    private void signIn(String email, String password) {
        boolean right = realm.users.values().stream()
                .filter(user -> user.path("email").asText().equals(email))
                .anyMatch(user -> user.at("/credentials/0/value").asText().equals(password));
        if (!right) {
            throw Problem.of(ProblemCode.CREDENTIALS_INVALID, "The address or the password is wrong");
        }
    }

    @Override
    public void close() {
        pool.close();
        realm.close();
    }

    static final class HandClock extends Clock {
        volatile Instant now = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
