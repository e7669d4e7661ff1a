package io.flame.feed;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.RedisAddress;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/** Listens to the other nodes and comes back by itself whenever Redis was away. */
final class RedisSubscriber implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RedisSubscriber.class.getName());
    private static final long LONGEST_REST_MILLIS = 2_000;

    private final RedisClient redis;
    private final BiConsumer<String, String> heard;
    private final Runnable onReturn;
    private final Backoff backoff = new Backoff(LONGEST_REST_MILLIS);
    private final Thread thread;
    private volatile @Nullable Ear ear;
    private volatile boolean closed;

    /**
     * @param heard gets channel and message
     * @param onReturn runs each time the connection stands again: what was said meanwhile has not been heard
     */
    RedisSubscriber(RedisAddress address, BiConsumer<String, String> heard, Runnable onReturn) {
        this.redis = RedisLine.to(address);
        this.heard = heard;
        this.onReturn = onReturn;
        this.thread = Thread.ofPlatform().name("flame-feed-subscribe").daemon().start(this::run);
    }

    /** Provokes an answer, so that a connection on which nothing comes any more is noticed. */
    void ping() {
        Ear current = ear;
        if (current != null && current.isSubscribed()) {
            try {
                current.ping();
            } catch (JedisException e) {
                LOG.log(INFO, "Redis is gone: {0}", e.getMessage());
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                listen();
                backoff.rest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        try {
            Ear fresh = new Ear();
            ear = fresh;
            redis.subscribe(fresh, Relay.DOORBELL, Relay.NOTICES);
        } catch (JedisException e) {
            if (!closed && backoff.isSecondFailure()) {
                LOG.log(WARNING, "cannot listen to Redis: {0}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        redis.close();
    }

    private final class Ear extends JedisPubSub {
        @Override
        public void onSubscribe(String channel, int subscribed) {
            if (channel.equals(Relay.NOTICES)) {
                backoff.succeeded();
                onReturn.run();
            }
        }

        @Override
        public void onMessage(String channel, String message) {
            heard.accept(channel, message);
        }
    }
}
