package io.flame.feed;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.RedisAddress;
import io.flame.kernel.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Tells the other nodes, from a thread of its own: whoever commits only leaves a mark and goes on. Rings gather while
 * Redis is away and go out when it is back; notices, which are of the moment, are dropped then.
 */
final class RedisPublisher implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(RedisPublisher.class.getName());

    private static final int MOST_NOTICES = 1_000;
    private static final long GATHER_MILLIS = 5;
    private static final long LONGEST_REST_MILLIS = 2_000;

    private final RedisClient redis;
    private final String node;
    private final Set<TenantId> rung = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<String> notices = new ArrayBlockingQueue<>(MOST_NOTICES);
    private final Semaphore work = new Semaphore(0);
    private final Backoff backoff = new Backoff(LONGEST_REST_MILLIS);
    private final Thread thread;

    RedisPublisher(RedisAddress address, String node) {
        this.redis = RedisLine.to(address);
        this.node = node;
        this.thread = Thread.ofPlatform().name("flame-feed-publish").daemon().start(this::run);
    }

    void ring(TenantId tenant) {
        if (rung.add(tenant)) {
            work.release();
        }
    }

    void send(String notice) {
        if (notices.offer(notice)) {
            work.release();
        }
    }

    private void run() {
        try {
            while (true) {
                work.acquire();
                work.drainPermits();
                publish();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish() throws InterruptedException {
        List<TenantId> tenants = takeRings();
        try {
            publishRings(tenants);
            publishNotices();
            backoff.succeeded();
            Thread.sleep(GATHER_MILLIS);
        } catch (JedisException e) {
            if (backoff.isSecondFailure()) {
                LOG.log(WARNING, "cannot publish to Redis: {0}", e.getMessage());
            }
            rung.addAll(tenants);
            notices.clear();
            backoff.rest();
            work.release();
        }
    }

    /** Each mark is taken off before the ring goes out, so that a ring during the publishing is not lost. */
    private List<TenantId> takeRings() {
        List<TenantId> taken = new ArrayList<>();
        for (TenantId tenant : rung) {
            if (rung.remove(tenant)) {
                taken.add(tenant);
            }
        }
        return taken;
    }

    private void publishRings(List<TenantId> tenants) {
        if (!tenants.isEmpty()) {
            String slugs = tenants.stream().map(TenantId::slug).collect(Collectors.joining(" "));
            redis.publish(Relay.DOORBELL, node + " " + slugs);
        }
    }

    private void publishNotices() {
        List<String> taken = new ArrayList<>();
        notices.drainTo(taken);
        taken.forEach(notice -> redis.publish(Relay.NOTICES, notice));
    }

    @Override
    public void close() {
        thread.interrupt();
        redis.close();
    }
}
