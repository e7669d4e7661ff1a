package io.flame.feed;

/** How long to leave something alone that has failed: twice as long each time, up to a limit. */
final class Backoff {

    private static final long FIRST_MILLIS = 100;

    private final long longestMillis;
    private long nextMillis = FIRST_MILLIS;

    Backoff(long longestMillis) {
        this.longestMillis = longestMillis;
    }

    void succeeded() {
        nextMillis = FIRST_MILLIS;
    }

    /** Whether this is worth telling: a single failure passes by itself, and what lasts need not be told twice. */
    boolean isSecondFailure() {
        return nextMillis == FIRST_MILLIS * 2;
    }

    void rest() throws InterruptedException {
        long millis = nextMillis;
        nextMillis = Math.min(longestMillis, nextMillis * 2);
        Thread.sleep(millis);
    }
}
