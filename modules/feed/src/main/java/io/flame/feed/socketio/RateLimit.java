package io.flame.feed.socketio;

/** A token bucket for what one client may say. */
final class RateLimit {

    private final double burst;
    private final double perNano;
    private double tokens;
    private long at = System.nanoTime();

    RateLimit(int burst, double perSecond) {
        this.burst = burst;
        this.perNano = perSecond / 1e9;
        this.tokens = burst;
    }

    synchronized boolean allows() {
        long now = System.nanoTime();
        tokens = Math.min(burst, tokens + (now - at) * perNano);
        at = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
