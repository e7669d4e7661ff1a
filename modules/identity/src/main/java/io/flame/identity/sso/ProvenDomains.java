package io.flame.identity.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Which domain is proven to be which tenant's, over all tenants. A domain is one tenant's and one provider's. */
@ApplicationScoped
class ProvenDomains {

    private static final Duration REMEMBERED = Duration.ofSeconds(20);
    private static final int MAX_REMEMBERED = 10_000;

    private final Database database;
    private final Clock clock;
    private final Cache<String, Optional<TenantId>> tenants = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    @Inject
    ProvenDomains(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Whose provider this is, if it may sign people in. Other nodes hear of a change within 20 seconds. */
    Optional<TenantId> tenantOf(String alias) {
        return tenants.get(alias, this::load);
    }

    private Optional<TenantId> load(String alias) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT tenant FROM flame.sso_domains WHERE alias = ? AND active",
                row -> TenantId.of(row.getString(1)),
                alias));
    }

    /** The aliases of the tenant's providers whose domains are proven. */
    Set<String> aliases(TenantId tenant) {
        return new HashSet<>(database.inPlatform(tx -> tx.query(
                "SELECT alias FROM flame.sso_domains WHERE tenant = ?", row -> row.getString(1), tenant.slug())));
    }

    /**
     * Writes down that the domain is the tenant's. Nobody comes in before {@link #activate}.
     *
     * @throws Problem 409 when it is another's already
     */
    void claim(TenantId tenant, String alias, EmailDomain domain) {
        boolean mine = database.inPlatform(tx -> {
            tx.update("""
                    INSERT INTO flame.sso_domains (domain, tenant, alias, proven_at) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO NOTHING""", domain.name(), tenant.slug(), alias, clock.instant());
            return tx.queryOne(
                            "SELECT 1 FROM flame.sso_domains WHERE domain = ? AND tenant = ? AND alias = ?",
                            row -> true,
                            domain.name(),
                            tenant.slug(),
                            alias)
                    .isPresent();
        });
        if (!mine) {
            throw Problem.conflict("The domain is connected to another business");
        }
    }

    void activate(TenantId tenant, String alias, boolean active) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.sso_domains SET active = ? WHERE alias = ? AND tenant = ?",
                active,
                alias,
                tenant.slug()));
        tenants.invalidate(alias);
    }

    void release(TenantId tenant, String alias) {
        database.runInPlatform(
                tx -> tx.update("DELETE FROM flame.sso_domains WHERE alias = ? AND tenant = ?", alias, tenant.slug()));
        tenants.invalidate(alias);
    }
}
