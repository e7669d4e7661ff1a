package io.flame.identity.keys;

import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Turns a service key into who is calling. What the table said is remembered for a short time, also that it knows no such
 * key: handles are random, so nobody can have asked for one before it was made. A revoked key is dead at once on the node
 * that revoked it, and within 20 seconds on the others.
 */
@ApplicationScoped
public class KeyHolders {

    private static final System.Logger LOG = System.getLogger(KeyHolders.class.getName());

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final Duration BETWEEN_NOTES = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 20_000;

    private final KeySource source;
    private final Clock clock;
    private final Cache<String, Optional<StoredKey>> known = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();
    private final Cache<UUID, Instant> noted =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    @Inject
    KeyHolders(KeyTable table, Clock clock) {
        this((KeySource) table, clock);
    }

    KeyHolders(KeySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Whether a bearer text claims to be a service key; any other is an access token. */
    public static boolean claims(String bearer) {
        return bearer.startsWith(KeyText.PREFIX);
    }

    /**
     * The holder of a key.
     *
     * @throws Problem 401, the same for an unknown, an expired and a revoked key as for a bad token
     */
    public KeyHolder identify(String bearer) {
        KeyText text = KeyText.parse(bearer).orElseThrow(KeyHolders::refused);
        Instant now = clock.instant();
        StoredKey key = known.get(text.prefix(), prefix -> source.find(text.tenant(), text.handle()))
                .filter(stored -> text.matches(stored.hash()) && stored.isGoodAt(now))
                .orElseThrow(KeyHolders::refused);
        noteUse(text.tenant(), key, now);
        return new KeyHolder(new Caller(text.tenant(), key.id(), text.prefix(), key.name(), Role.AGENT), key.scopes());
    }

    /**
     * The holder of a key with this scope.
     *
     * @throws Problem 401 as {@link #identify}, 403 for a key without the scope
     */
    public Caller verify(String bearer, Scope scope) {
        KeyHolder holder = identify(bearer);
        if (!holder.scopes().contains(scope)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "The key needs the scope " + scope.word());
        }
        return holder.caller();
    }

    void forget(TenantId tenant, String handle) {
        known.invalidate(KeyText.prefix(tenant, handle));
    }

    /** Once a minute is enough for people, and a failure is no reason to refuse a good key. */
    private void noteUse(TenantId tenant, StoredKey key, Instant now) {
        Instant last = noted.getIfPresent(key.id());
        if (last != null && now.isBefore(last.plus(BETWEEN_NOTES))) {
            return;
        }
        noted.put(key.id(), now);
        try {
            source.noteUse(tenant, key.id(), now);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "the use of a key of tenant {0} could not be noted: {1}", tenant, e.getMessage());
        }
    }

    private static Problem refused() {
        return Problem.of(ProblemCode.TOKEN_INVALID, "The access token is invalid or has expired");
    }
}
