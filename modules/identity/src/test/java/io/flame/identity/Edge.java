package io.flame.identity;

import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The whole of identity over a fake Keycloak and a membership table in memory, with a clock that can be moved. */
final class Edge implements AutoCloseable {

    final FakeKeycloak keycloak = new FakeKeycloak();
    final MovableClock clock = new MovableClock();
    final Memberships memberships;
    final AtomicInteger membershipQueries = new AtomicInteger();
    final SigningKeys keys;
    final AccessTokens tokens;
    final Sessions sessions;
    final SignOuts signOuts;
    final KeycloakUsers users;
    final MemoryAttempts attempts = new MemoryAttempts(clock);
    final Set<String> ended = ConcurrentHashMap.newKeySet();

    private final Map<UUID, Member> members = new ConcurrentHashMap<>();
    private final KeycloakHttp http = new KeycloakHttp();

    Edge() {
        Settings settings = Settings.of(Map.of(
                "KEYCLOAK_URL", keycloak.url(),
                "KEYCLOAK_LOGIN_CLIENT_SECRET", "invented-client-secret",
                "KEYCLOAK_BACKEND_CLIENT_SECRET", "invented-backend-secret"));
        KeycloakRealm realm = new KeycloakRealm(settings);
        keys = new SigningKeys(http, realm, clock);
        memberships = new Memberships(this::query);
        tokens = new AccessTokens(
                new TokenReader(keys, realm, clock),
                memberships,
                new MemoryEndedSessions(ended),
                new MemoryProviders(),
                clock);
        KeycloakLogin login = new KeycloakLogin(http, realm, settings);
        sessions = new Sessions(login, tokens, memberships, attempts);
        users = new KeycloakUsers(new KeycloakService(http, realm, settings, clock));
        signOuts = new SignOuts(login, users, new MemoryEndedSessions(ended), tokens);
    }

    UUID addMember(String tenant, Role role) {
        UUID id = UUID.randomUUID();
        Caller caller = new Caller(TenantId.of(tenant), id, "ana@example.test", "Ana Prueba", role);
        members.put(id, new Member(caller, null, "es", "UTC"));
        return id;
    }

    void setLocale(UUID userId, String locale) {
        members.computeIfPresent(
                userId, (id, member) -> new Member(member.caller(), member.avatarUrl(), locale, member.timeZone()));
        memberships.forget(TenantId.of("acme"), userId);
    }

    String tokenOf(UUID userId, String tenant) {
        return keycloak.sign(keycloak.claims(userId, tenant).build());
    }

    private Optional<Member> query(TenantId tenant, UUID userId) {
        membershipQueries.incrementAndGet();
        return Optional.ofNullable(members.get(userId))
                .filter(member -> member.caller().tenant().equals(tenant));
    }

    /** The alias of the provider says whose it is; whoever comes through {@code sso-acme} is made a member. */
    private final class MemoryProviders implements SingleSignOn {
        @Override
        public Optional<TenantId> tenantOf(String alias) {
            return alias.startsWith("sso-")
                    ? Optional.of(TenantId.of(alias.substring("sso-".length())))
                    : Optional.empty();
        }

        @Override
        public void welcome(TenantId tenant, Arrival arrival) {
            if (tenant.slug().equals("acme")) {
                Caller caller = new Caller(tenant, arrival.userId(), arrival.email(), arrival.name(), Role.AGENT);
                members.put(arrival.userId(), new Member(caller, null, "es", "UTC"));
            }
        }
    }

    /** What every node would see. */
    private record MemoryEndedSessions(Set<String> ids) implements EndedSessions {
        @Override
        public void add(Collection<String> sessionIds) {
            ids.addAll(sessionIds);
        }

        @Override
        public boolean contains(String sessionId) {
            return ids.contains(sessionId);
        }
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
