package io.flame.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.flame.identity.Caller;
import io.flame.identity.Holder;
import io.flame.identity.Operator;
import io.flame.kernel.NodeRegistry;
import io.flame.kernel.QuotaUse;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.UsageAlarms;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntSupplier;

/** Counts calls. What has not been heard of for as long as its bucket needs to fill up is forgotten. */
@ApplicationScoped
public class Limiter {

    private static final int MOST_REMEMBERED = 50_000;
    private static final String TENANT = "tenant";
    private static final Duration A_PLANS = Duration.ofMinutes(1);

    private static final int ALL = 100;
    private static final int WARNING = 80;

    private final Quotas quotas;
    private final TenantRates rates;
    private final RedisBuckets common;
    private final IntSupplier nodes;
    private final Alarm alarm;
    private final Cache<String, Allowance> allowances;

    /** Hears that a tenant has made many of its calls. */
    interface Alarm {
        void reached(TenantId tenant, QuotaUse use, int percent);
    }

    @Inject
    public Limiter(
            Settings settings,
            io.flame.kernel.usage.Quotas plans,
            UsageAlarms alarms,
            RedisBuckets common,
            NodeRegistry nodes) {
        this(Quotas.of(settings), plans::of, alarms::tellApart, common, nodes::living);
    }

    Limiter(Quotas quotas, Function<TenantId, TenantQuota> plans, Alarm alarm, RedisBuckets common, IntSupplier nodes) {
        this.quotas = quotas;
        this.rates = new TenantRates(quotas.tenant(), plans, Ticker.systemTicker());
        this.alarm = alarm;
        this.common = common;
        this.nodes = nodes;
        this.allowances = Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterAccess(longest(quotas))
                .build();
    }

    /** A call of somebody who has not signed in, from this client. */
    Verdict anonymous(String client) {
        return take(quotas.anonymous(), "rate:client:", client);
    }

    /** A call of somebody who has. */
    Verdict caller(Holder holder) {
        return switch (holder) {
            case Caller caller -> member(caller);
            case Operator operator -> take(quotas.token(), "rate:caller:", operator.email());
        };
    }

    private Verdict member(Caller caller) {
        Verdict own = take(
                quotas.token(),
                prefix(caller.tenant()) + "caller:",
                caller.userId().toString());
        return own.refused() ? own : own.stricter(ofTenant(caller.tenant()));
    }

    private Verdict ofTenant(TenantId tenant) {
        Verdict verdict = take(rates.of(tenant), prefix(tenant), TENANT);
        int percent = verdict.refused() ? ALL : WARNING;
        if (verdict.refused() || verdict.used() * ALL >= (long) verdict.quota().calls() * WARNING) {
            alarm.reached(tenant, verdict.use(), percent);
        }
        return verdict;
    }

    /** How many of its calls a tenant has made, over all nodes. */
    public QuotaUse use(TenantId tenant) {
        return allowance(rates.of(tenant), prefix(tenant), TENANT).look().use();
    }

    private static String prefix(TenantId tenant) {
        return "t:" + tenant.slug() + ":rate:";
    }

    private Verdict take(Quota quota, String prefix, String who) {
        return allowance(quota, prefix, who).take();
    }

    /** The limit is part of the key: after a change of plan or settings everybody begins with a new bucket. */
    private Allowance allowance(Quota quota, String prefix, String who) {
        String key = prefix + who + ":" + quota.policy();
        return allowances.get(key, absent -> new Allowance(quota, key, common, nodes, System::nanoTime));
    }

    private static Duration longest(Quotas quotas) {
        Duration callers = quotas.token().window().compareTo(quotas.tenant().window()) > 0
                ? quotas.token().window()
                : quotas.tenant().window();
        Duration clients = quotas.anonymous().window();
        Duration longest = clients.compareTo(callers) > 0 ? clients : callers;
        return longest.compareTo(A_PLANS) > 0 ? longest : A_PLANS;
    }
}
