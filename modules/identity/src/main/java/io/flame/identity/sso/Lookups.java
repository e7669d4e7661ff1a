package io.flame.identity.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often one tenant may have this node ask servers that it names: enough for setting a provider up, and too little to
 * trouble anybody with.
 */
@ApplicationScoped
class Lookups {

    private static final int MOST = 60;
    private static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MAX_REMEMBERED = 10_000;

    private final Cache<TenantId, AtomicInteger> taken = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(WINDOW)
            .build();

    @Inject
    Lookups() {}

    /** @throws Problem 429 when the tenant has had its share */
    void take(TenantId tenant) {
        if (taken.get(tenant, each -> new AtomicInteger()).incrementAndGet() > MOST) {
            throw Problem.tooMany("Too many changes of identity providers; try again later", WINDOW);
        }
    }
}
