package io.flame.api.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.identity.Caller;
import io.flame.identity.Holder;
import io.flame.identity.Operator;
import io.flame.kernel.NodeRegistry;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Counts calls. What has not been heard of for as long as its bucket needs to fill up is forgotten. */
@ApplicationScoped
public class Limiter {

    private static final int MOST_REMEMBERED = 50_000;

    private final Quotas quotas;
    private final RedisBuckets common;
    private final IntSupplier nodes;
    private final Cache<String, Allowance> allowances;

    @Inject
    public Limiter(Settings settings, RedisBuckets common, NodeRegistry nodes) {
        this(Quotas.of(settings), common, nodes::living);
    }

    Limiter(Quotas quotas, RedisBuckets common, IntSupplier nodes) {
        this.quotas = quotas;
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
        String prefix = "t:" + caller.tenant().slug() + ":rate:";
        Verdict own = take(quotas.token(), prefix + "caller:", caller.userId().toString());
        return own.refused() ? own : own.stricter(take(quotas.tenant(), prefix, "tenant"));
    }

    /** The limit is part of the key: after a change of the settings everybody begins with a new bucket. */
    private Verdict take(Quota quota, String prefix, String who) {
        String key = prefix + who + ":" + quota.policy();
        return allowances
                .get(key, absent -> new Allowance(quota, key, common, nodes, System::nanoTime))
                .take();
    }

    private static Duration longest(Quotas quotas) {
        Duration callers = quotas.token().window().compareTo(quotas.tenant().window()) > 0
                ? quotas.token().window()
                : quotas.tenant().window();
        Duration clients = quotas.anonymous().window();
        return clients.compareTo(callers) > 0 ? clients : callers;
    }
}
