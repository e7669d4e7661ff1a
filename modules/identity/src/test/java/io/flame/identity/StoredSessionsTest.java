package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.identity.SpentTokens.State;
import io.flame.identity.Whereabouts.Seen;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the platform's database keeps of sessions and of who belongs where. */
@Tag("servers")
class StoredSessionsTest {

    private final Edge.MovableClock clock = new Edge.MovableClock();
    private final ConnectionPool pool = new ConnectionPool(
            DatabaseUrl.parse("DATABASE_URL", TestDatabase.shared().url()), 2);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final Whereabouts whereabouts = new StoredWhereabouts(database, clock);
    private final SpentTokens spent = new StoredSpentTokens(database, clock);
    private final Tenancies tenancies = new Tenancies(database);
    private final UUID user = UUID.randomUUID();

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void remembersWhereASessionIsAndWhereThePersonWasLast() {
        Seen first = seen("acme", 0);
        Seen second = seen("globex", 5);
        whereabouts.note(first);
        whereabouts.note(second);
        Seen operator = new Seen(UUID.randomUUID().toString(), user, null, Visitor.unknown(), at(9));
        whereabouts.note(operator);

        assertThat(whereabouts.find(first.session()).map(Seen::tenant)).contains("acme");
        assertThat(whereabouts.find(operator.session()).map(Seen::tenant)).isEmpty();
        assertThat(whereabouts.find("no such session")).isEmpty();
        assertThat(whereabouts.lastTenantOf(user)).contains("globex");
        assertThat(whereabouts.lastTenantOf(UUID.randomUUID())).isEmpty();
        assertThat(whereabouts.of(user).values()).containsExactlyInAnyOrder(first, second, operator);
    }

    @Test
    void followsASessionThatMoves() {
        Seen before = seen("acme", 0);
        whereabouts.note(before);
        whereabouts.note(new Seen(before.session(), user, "globex", new Visitor("curl/8", "192.0.2.8"), at(3)));

        assertThat(whereabouts.find(before.session()).map(Seen::tenant)).contains("globex");
        assertThat(whereabouts.of(user).get(before.session()).visitor()).isEqualTo(new Visitor("curl/8", "192.0.2.8"));
    }

    @Test
    void tellsFreshTokensFromSpentOnes() {
        byte[] token = Digests.sha256(UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));

        assertThat(spent.present(token)).isEqualTo(State.FRESH);
        assertThat(spent.present(token)).isEqualTo(State.UNDER_WAY);
        spent.giveBack(token);
        assertThat(spent.present(token)).isEqualTo(State.FRESH);
        spent.exchanged(token);
        spent.giveBack(token);
        assertThat(spent.present(token)).isEqualTo(State.EXCHANGED);
    }

    @Test
    void listsATenantAsLongAsThePersonIsActiveThere() {
        TenantId one = TenantId.of(TestDatabase.shared().newTenant());
        TenantId other = TenantId.of(TestDatabase.shared().newTenant());
        add(one, "agent");
        add(other, "admin");

        assertThat(tenancies.of(user)).extracting(Tenancy::slug).containsExactly(one.slug(), other.slug());
        assertThat(tenancies.of(user)).extracting(Tenancy::role).containsExactly(Role.AGENT, Role.ADMIN);

        change(one, "UPDATE users SET role = 'user' WHERE id = ?");
        change(other, "UPDATE users SET is_active = false WHERE id = ?");
        assertThat(tenancies.of(user)).singleElement().satisfies(tenancy -> {
            assertThat(tenancy.slug()).isEqualTo(one.slug());
            assertThat(tenancy.role()).isEqualTo(Role.USER);
        });

        change(other, "UPDATE users SET is_active = true WHERE id = ?");
        change(one, "DELETE FROM users WHERE id = ?");
        assertThat(tenancies.of(user)).extracting(Tenancy::slug).containsExactly(other.slug());
    }

    private void add(TenantId tenant, String role) {
        database.runInTenant(
                tenant,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, ?, 'Ana', ?)",
                        user,
                        user + "@example.test",
                        role));
    }

    private void change(TenantId tenant, String sql) {
        database.runInTenant(tenant, tx -> tx.update(sql, user));
    }

    private Seen seen(String tenant, int seconds) {
        return new Seen(
                UUID.randomUUID().toString(),
                user,
                tenant,
                new Visitor("Firefox on Windows", "192.0.2.1"),
                at(seconds));
    }

    private Instant at(int seconds) {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(seconds);
    }
}
