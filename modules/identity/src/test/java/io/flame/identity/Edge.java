package io.flame.identity;

import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole of identity over a fake Keycloak and a membership table in memory, with a clock that can be moved. */
final class Edge implements AutoCloseable {

    final FakeKeycloak keycloak = new FakeKeycloak();
    final MovableClock clock = new MovableClock();
    final AtomicInteger membershipQueries = new AtomicInteger();
    final SigningKeys keys;
    final AccessTokens tokens;
    final Sessions sessions;

    private final Map<UUID, Member> members = new ConcurrentHashMap<>();
    private final KeycloakHttp http = new KeycloakHttp();

    Edge() {
        Settings settings = Settings.of(
                Map.of("KEYCLOAK_URL", keycloak.url(), "KEYCLOAK_LOGIN_CLIENT_SECRET", "invented-client-secret"));
        KeycloakRealm realm = new KeycloakRealm(settings);
        keys = new SigningKeys(http, realm, clock);
        Memberships memberships = new Memberships(this::query);
        tokens = new AccessTokens(new TokenReader(keys, realm, clock), memberships, clock);
        sessions = new Sessions(new KeycloakLogin(http, realm, settings), tokens, memberships);
    }

    UUID addMember(String tenant, Role role) {
        UUID id = UUID.randomUUID();
        members.put(id, new Member(new Caller(TenantId.of(tenant), id, "ana@example.test", "Ana Prueba", role), null));
        return id;
    }

    String tokenOf(UUID userId, String tenant) {
        return keycloak.sign(keycloak.claims(userId, tenant).build());
    }

    private Optional<Member> query(TenantId tenant, UUID userId) {
        membershipQueries.incrementAndGet();
        return Optional.ofNullable(members.get(userId))
                .filter(member -> member.caller().tenant().equals(tenant));
    }

    @Override
    public void close() {
        keys.close();
        http.close();
        keycloak.close();
    }

    /** Real time plus what was added. */
    static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void advance(Duration step) {
            ahead = ahead.plus(step);
        }

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
            return Instant.now().plus(ahead);
        }
    }
}
