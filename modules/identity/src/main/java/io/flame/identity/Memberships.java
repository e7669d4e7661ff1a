package io.flame.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Who belongs to which tenant. Known members are remembered for a short time; whoever is not one is asked for each time. */
@ApplicationScoped
public class Memberships {

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int MAX_REMEMBERED = 20_000;

    private final BiFunction<TenantId, UUID, Optional<Member>> source;
    private final Cache<Key, Optional<Member>> members = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    @Inject
    public Memberships(Database database) {
        this((tenant, userId) -> {
            refuseSuspended(database, tenant);
            return load(database, tenant, userId);
        });
    }

    Memberships(BiFunction<TenantId, UUID, Optional<Member>> source) {
        this.source = source;
    }

    /**
     * The active member of an active tenant; empty for everybody else.
     *
     * @throws Problem 403 when the tenant is suspended
     */
    Optional<Member> find(TenantId tenant, UUID userId) {
        Key key = new Key(tenant, userId);
        Optional<Member> found = members.get(key, wanted -> source.apply(wanted.tenant(), wanted.userId()));
        if (found.isEmpty()) {
            members.invalidate(key);
        }
        return found;
    }

    /** What is remembered of somebody is asked for again; other nodes do so within 20 seconds by themselves. */
    public void forget(TenantId tenant, UUID userId) {
        members.invalidate(new Key(tenant, userId));
    }

    /** Whoever belongs to a suspended tenant, or to one on its way out, hears why nothing works. */
    private static void refuseSuspended(Database database, TenantId tenant) {
        boolean suspended = database.inPlatform(tx -> tx.queryOne(
                        "SELECT status IN ('suspended', 'deleting') FROM flame.tenants WHERE slug = ?",
                        row -> row.getBoolean(1),
                        tenant.slug())
                .orElse(false));
        if (suspended) {
            throw Problem.of(ProblemCode.TENANT_SUSPENDED, "The account of this business is suspended");
        }
    }

    private static Optional<Member> load(Database database, TenantId tenant, UUID userId) {
        return database.inPlatform(tx -> tx.queryOne(
                        "SELECT locale, time_zone FROM flame.tenants WHERE slug = ? AND status = 'active'",
                        row -> new Defaults(row.getString(1), row.getString(2)),
                        tenant.slug()))
                .flatMap(defaults -> load(database, tenant, userId, defaults));
    }

    private static Optional<Member> load(Database database, TenantId tenant, UUID userId, Defaults defaults) {
        return database.inTenant(
                tenant,
                tx -> tx.queryOne(
                        "SELECT id, email, name, role, avatar_url, coalesce(locale, ?), coalesce(time_zone, ?), "
                                + "visibility FROM users WHERE id = ? AND is_active",
                        row -> toMember(tenant, row),
                        defaults.locale(),
                        defaults.timeZone(),
                        userId));
    }

    private static Member toMember(TenantId tenant, ResultSet row) throws SQLException {
        Role role = Role.of(row.getString(4)).orElse(Role.USER);
        Visibility visibility = Visibility.of(row.getString(8)).orElse(Visibility.OWN);
        Caller caller =
                new Caller(tenant, row.getObject(1, UUID.class), row.getString(2), row.getString(3), role, visibility);
        return new Member(caller, row.getString(5), row.getString(6), row.getString(7));
    }

    private record Key(TenantId tenant, UUID userId) {}

    private record Defaults(String locale, String timeZone) {}
}
