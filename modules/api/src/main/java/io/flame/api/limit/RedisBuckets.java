package io.flame.api.limit;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.RedisAddress;
import io.flame.kernel.Settings;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.serialization.Mapper;
import io.github.bucket4j.redis.jedis.Bucket4jJedis.JedisBasedProxyManagerBuilder;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;

/**
 * The buckets that all nodes share. Redis may be slow or away at any time: nobody waits for it longer than 50 ms, and
 * after a failure nobody asks it for a while.
 */
@ApplicationScoped
public class RedisBuckets {

    private static final System.Logger LOG = System.getLogger(RedisBuckets.class.getName());
    private static final Duration TIMEOUT = Duration.ofMillis(50);
    private static final Duration KEPT_LONGER = Duration.ofSeconds(10);

    private final @Nullable RedisClient redis;
    private final @Nullable ProxyManager<String> buckets;
    private final Breaker breaker = new Breaker(System::nanoTime);

    @Inject
    public RedisBuckets(Settings settings) {
        this.redis = RedisAddress.of(settings).map(RedisConnection::open).orElse(null);
        this.buckets = redis == null ? null : manager(redis);
    }

    @PreDestroy
    void close() {
        if (redis != null) {
            redis.close();
        }
    }

    /**
     * Takes calls out of a bucket.
     *
     * @return what was got, from none to {@code block} calls; empty while Redis cannot tell
     */
    Optional<Grant> take(Quota quota, String key, int block) {
        return ask(quota, key, bucket -> grant(bucket, block));
    }

    /** What is in a bucket; empty while Redis cannot tell. */
    Optional<Grant> look(Quota quota, String key) {
        return ask(quota, key, RedisBuckets::view);
    }

    private Optional<Grant> ask(Quota quota, String key, Function<BucketProxy, Grant> question) {
        if (buckets == null || !breaker.enter()) {
            return Optional.empty();
        }
        try {
            Grant grant = question.apply(buckets.builder().build(key, quota::configuration));
            breaker.succeeded();
            return Optional.of(grant);
        } catch (RuntimeException e) {
            if (breaker.failed()) {
                LOG.log(WARNING, "limits are counted on this node alone, Redis does not answer: {0}", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Grant grant(BucketProxy bucket, int block) {
        VerboseResult<Long> taken = bucket.asVerbose().tryConsumeAsMuchAsPossible(block);
        VerboseResult.Diagnostics left = taken.getDiagnostics();
        long wait =
                taken.getValue() > 0 ? 0 : bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
        return new Grant(
                taken.getValue(),
                left.getAvailableTokens(),
                Duration.ofNanos(left.calculateFullRefillingTime()),
                Duration.ofNanos(wait));
    }

    private static Grant view(BucketProxy bucket) {
        VerboseResult<Long> available = bucket.asVerbose().getAvailableTokens();
        Duration full = Duration.ofNanos(available.getDiagnostics().calculateFullRefillingTime());
        return new Grant(0, available.getValue(), full, Duration.ZERO);
    }

    private static ProxyManager<String> manager(RedisClient redis) {
        return new JedisBasedProxyManagerBuilder<>(Mapper.STRING, new BucketStore(redis))
                .requestTimeout(TIMEOUT)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_LONGER))
                .build();
    }
}
