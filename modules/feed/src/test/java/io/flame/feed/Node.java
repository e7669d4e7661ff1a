package io.flame.feed;

import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.kernel.Doorbell;
import io.flame.kernel.EventLog;
import io.flame.kernel.Json;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** One of several application nodes: all of the feed but the sockets, on a shared database and Redis. */
final class Node implements AutoCloseable {

    final Doorbell doorbell = new Doorbell();
    final FeedThreads threads = new FeedThreads();
    final EventLog log = new EventLog(doorbell);
    final Rooms rooms;
    final Relay relay;
    final Presence presence;
    final Typing typing;
    final AtomicInteger hellos = new AtomicInteger();
    private final TestLog shared;

    Node(TestLog shared, String redisUrl) {
        this.shared = shared;
        Clock clock = Clock.systemUTC();
        rooms = new Rooms(shared.reader, threads, doorbell, clock);
        relay = new Relay(doorbell, rooms, threads, Settings.of(Map.of("REDIS_URL", redisUrl)));
        relay.listen(notice -> hellos.addAndGet(notice.kind().equals("hello") ? 1 : 0));
        presence = new Presence(rooms, relay, threads, clock);
        typing = new Typing(rooms, relay, clock);
    }

    /** Commits an event on this node. */
    void count(int number) {
        shared.database().runInTenant(shared.tenant, tx -> log.publish(tx, new TestLog.NumberCounted("node", number)));
    }

    void sayHello() {
        relay.send(new Notice(shared.tenant, "hello", Json.mapper().createObjectNode()));
    }

    Subscription enter(Listener listener) {
        return rooms.enter(shared.tenant, Eyes.ALL, Optional.empty(), listener);
    }

    static Caller caller(TenantId tenant, String name) {
        return new Caller(tenant, UUID.randomUUID(), name + "@example.com", name, Role.AGENT);
    }

    @Override
    public void close() {
        relay.stop();
        threads.stop();
    }
}
