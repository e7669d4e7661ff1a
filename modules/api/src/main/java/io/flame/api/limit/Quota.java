package io.flame.api.limit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BandwidthBuilder;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;

/**
 * How many calls are allowed in which time.
 *
 * @param name what is counted, as callers read it
 * @param calls the size of the bucket
 * @param window the time in which an empty bucket fills up
 * @param steady true when calls come back one by one, false when all come back together at the end of the window
 */
record Quota(String name, int calls, Duration window, boolean steady) {

    /** Calls that a node takes from Redis at a time: one in a hundred, so that nodes keep few that others lack. */
    private static final int BLOCKS = 100;

    int block() {
        return Math.max(1, calls / BLOCKS);
    }

    BucketConfiguration configuration() {
        return shared(1);
    }

    /** One node's part, for when it cannot ask what the others have used. */
    BucketConfiguration shared(int nodes) {
        int part = Math.max(1, Math.ceilDiv(calls, nodes));
        var sized = BandwidthBuilder.builder().capacity(part);
        Bandwidth bandwidth =
                (steady ? sized.refillGreedy(part, window) : sized.refillIntervally(part, window)).build();
        return BucketConfiguration.builder().addLimit(bandwidth).build();
    }

    /** In the form of the {@code RateLimit-Policy} header. */
    String policy() {
        return calls + ";w=" + window.toSeconds();
    }
}
