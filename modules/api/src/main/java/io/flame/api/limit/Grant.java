package io.flame.api.limit;

import java.time.Duration;

/**
 * Calls that a node has taken out of the common bucket.
 *
 * @param calls how many it may let through; none when the bucket is empty
 * @param left how many are still in the bucket
 * @param full until the bucket is full again
 * @param pause until there is one again, when there was none
 */
record Grant(long calls, long left, Duration full, Duration pause) {}
