package io.flame.identity;

import io.flame.identity.keycloak.KeycloakChanges;
import io.flame.identity.keycloak.KeycloakHttp;
import io.flame.identity.keycloak.KeycloakLogin;
import io.flame.identity.keycloak.KeycloakRealm;
import io.flame.identity.keycloak.KeycloakService;
import io.flame.identity.keycloak.KeycloakUsers;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    final KeycloakChanges changes;
    final MemoryAttempts attempts = new MemoryAttempts(clock);
    final Set<String> ended = ConcurrentHashMap.newKeySet();

    final MemoryWhereabouts whereabouts = new MemoryWhereabouts();

    private final Map<UUID, List<Member>> members = new ConcurrentHashMap<>();
    private final Set<String> suspended = ConcurrentHashMap.newKeySet();
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
        KeycloakService service = new KeycloakService(http, realm, settings, clock);
        users = new KeycloakUsers(service);
        changes = new KeycloakChanges(service);
        signOuts = new SignOuts(login, users, new MemoryEndedSessions(ended), tokens, whereabouts);
        Tenancies tenancies = new Tenancies(user -> List.copyOf(tenanciesOf(user)));
        sessions = new Sessions(
                login,
                tokens,
                memberships,
                tenancies,
                new TenantChoice(login, users, tokens, tenancies, whereabouts),
                new RefreshGuard(new MemorySpentTokens(), signOuts),
                whereabouts,
                attempts,
                clock);
    }

    UUID addMember(String tenant, Role role) {
        UUID id = UUID.randomUUID();
        addMember(id, tenant, role);
        return id;
    }

    void addMember(UUID id, String tenant, Role role) {
        Caller caller = new Caller(TenantId.of(tenant), id, "ana@example.test", "Ana Prueba", role);
        members.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>()).add(new Member(caller, null, "es", "UTC"));
    }

    void suspend(String tenant) {
        suspended.add(tenant);
    }

    void setLocale(UUID userId, String locale) {
        members.get(userId)
                .replaceAll(member -> new Member(member.caller(), member.avatarUrl(), locale, member.timeZone()));
        memberships.forget(TenantId.of("acme"), userId);
    }

    private List<Tenancy> tenanciesOf(UUID userId) {
        return members.getOrDefault(userId, List.of()).stream()
                .map(Member::caller)
                .map(caller -> new Tenancy(
                        caller.tenant().slug(),
                        "Business " + caller.tenant().slug(),
                        caller.role(),
                        suspended.contains(caller.tenant().slug())))
                .toList();
    }

    Session login(String email, String password) {
        return login(email, password, Optional.empty());
    }

    Session login(String email, String password, Optional<String> otp) {
        return sessions.login(email, password, otp, Optional.empty(), Visitor.unknown());
    }

    Session refresh(String refreshToken) {
        return sessions.refresh(refreshToken, Optional.empty(), Visitor.unknown());
    }

    String tokenOf(UUID userId, String tenant) {
        return keycloak.sign(keycloak.claims(userId, tenant).build());
    }

    private Optional<Member> query(TenantId tenant, UUID userId) {
        membershipQueries.incrementAndGet();
        return members.getOrDefault(userId, List.of()).stream()
                .filter(member -> member.caller().tenant().equals(tenant))
                .findFirst();
    }

    /** What every node would see. */
    static final class MemorySpentTokens implements SpentTokens {
        private final Map<String, Boolean> hashes = new ConcurrentHashMap<>();

        @Override
        public State present(byte[] hash) {
            Boolean known = hashes.putIfAbsent(HexFormat.of().formatHex(hash), false);
            if (known == null) {
                return State.FRESH;
            }
            return known ? State.EXCHANGED : State.UNDER_WAY;
        }

        @Override
        public void exchanged(byte[] hash) {
            hashes.put(HexFormat.of().formatHex(hash), true);
        }

        @Override
        public void giveBack(byte[] hash) {
            hashes.remove(HexFormat.of().formatHex(hash), false);
        }
    }

    /** What every node would see. */
    static final class MemoryWhereabouts implements Whereabouts {
        private final Map<String, Seen> seen = new ConcurrentHashMap<>();
        volatile boolean broken;

        @Override
        public void note(Seen one) {
            if (broken) {
                throw new IllegalStateException("planned");
            }
            seen.put(one.session(), one);
        }

        @Override
        public Optional<Seen> find(String session) {
            return Optional.ofNullable(seen.get(session));
        }

        @Override
        public Optional<String> lastTenantOf(UUID userId) {
            return of(userId).values().stream()
                    .max(Comparator.comparing(Seen::at))
                    .map(Seen::tenant);
        }

        @Override
        public Map<String, Seen> of(UUID userId) {
            return seen.values().stream()
                    .filter(one -> one.userId().equals(userId))
                    .collect(Collectors.toMap(Seen::session, Function.identity()));
        }
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
                members.put(arrival.userId(), List.of(new Member(caller, null, "es", "UTC")));
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
