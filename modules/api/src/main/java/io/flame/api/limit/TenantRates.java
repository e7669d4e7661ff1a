package io.flame.api.limit;

import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.flame.kernel.TenantId;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import java.time.Duration;
import java.util.function.Function;

/**
 * How many calls of all its callers together a tenant's plan allows. A change holds within half a minute on every node that
 * the tenant calls. While the database is away, what was known last holds.
 */
final class TenantRates {

    private static final System.Logger LOG = System.getLogger(TenantRates.class.getName());

    private static final Duration FRESH = Duration.ofSeconds(20);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MOST_TENANTS = 20_000;
    private static final int MOST_CALLS = 1_000_000_000;

    private final Quota standard;
    private final Function<TenantId, TenantQuota> plans;
    private final LoadingCache<TenantId, Quota> rates;

    /** @param standard for tenants whose plan says nothing, and while nothing is known of it */
    TenantRates(Quota standard, Function<TenantId, TenantQuota> plans, Ticker ticker) {
        this.standard = standard;
        this.plans = plans;
        this.rates = Caffeine.newBuilder()
                .ticker(ticker)
                .maximumSize(MOST_TENANTS)
                .refreshAfterWrite(FRESH)
                .build(this::read);
    }

    Quota of(TenantId tenant) {
        try {
            return rates.get(tenant);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot read the plan of tenant {0}: {1}", tenant, e.getMessage());
            return standard;
        }
    }

    private Quota read(TenantId tenant) {
        return plans.apply(tenant)
                .limit(Limit.REQUESTS)
                .map(calls -> new Quota(standard.name(), (int) Math.clamp(calls, 1, MOST_CALLS), MINUTE, true))
                .orElse(standard);
    }
}
