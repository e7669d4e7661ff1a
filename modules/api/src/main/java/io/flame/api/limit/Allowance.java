package io.flame.api.limit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.LocalBucket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What one client, caller or tenant may still do, as one node knows it. Calls are taken from the common bucket in
 * blocks, so that hardly any request has to ask Redis. The node's own bucket takes part all the time: when Redis goes
 * away, it knows already what has been used here.
 */
final class Allowance {

    private final Quota quota;
    private final String key;
    private final RedisBuckets common;
    private final IntSupplier nodes;
    private final LongSupplier clock;
    private final LocalBucket own;
    private int sharers;

    private long held;
    private long left;
    private long fullAt;
    private long refusedUntil;

    Allowance(Quota quota, String key, RedisBuckets common, IntSupplier nodes, LongSupplier clock) {
        this.quota = quota;
        this.key = key;
        this.common = common;
        this.nodes = nodes;
        this.clock = clock;
        this.sharers = sharers();
        this.own = Bucket.builder()
                .addLimit(quota.shared(sharers).getBandwidths()[0])
                .withNanosecondPrecision()
                .build();
        this.refusedUntil = clock.getAsLong();
    }

    /** Takes one call, or tells how long to wait. */
    synchronized Verdict take() {
        long now = clock.getAsLong();
        if (held > 0) {
            return passed(now);
        }
        if (refusedUntil - now > 0) {
            return refused(now);
        }
        Optional<Grant> grant = common.take(quota, key, quota.block());
        if (grant.isEmpty()) {
            return takeOwn();
        }
        Grant got = grant.get();
        held = got.calls();
        left = got.left();
        fullAt = now + got.full().toNanos();
        if (held > 0) {
            return passed(now);
        }
        refusedUntil = now + got.pause().toNanos();
        return refused(now);
    }

    /** What is left, without taking anything. */
    synchronized Verdict look() {
        Optional<Grant> seen = common.look(quota, key);
        long remaining = held + seen.map(Grant::left).orElseGet(own::getAvailableTokens);
        Duration full = seen.map(Grant::full).orElse(Duration.ZERO);
        return new Verdict(quota, Math.min(remaining, quota.calls()), full, Optional.empty());
    }

    private Verdict passed(long now) {
        held--;
        own.consumeIgnoringRateLimits(1);
        return new Verdict(quota, held + left, until(fullAt, now), Optional.empty());
    }

    private Verdict refused(long now) {
        return new Verdict(quota, 0, until(fullAt, now), Optional.of(until(refusedUntil, now)));
    }

    private Verdict takeOwn() {
        if (sharers != sharers()) {
            sharers = sharers();
            own.replaceConfiguration(quota.shared(sharers), TokensInheritanceStrategy.PROPORTIONALLY);
        }
        ConsumptionProbe probe = own.tryConsumeAndReturnRemaining(1);
        Duration full = Duration.ofNanos(probe.getNanosToWaitForReset());
        Optional<Duration> wait =
                probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
        return new Verdict(quota, probe.getRemainingTokens(), full, wait);
    }

    private int sharers() {
        return Math.max(1, nodes.getAsInt());
    }

    private static Duration until(long then, long now) {
        return Duration.ofNanos(Math.max(0, then - now));
    }
}
