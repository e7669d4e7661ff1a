package io.flame.feed;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.EventPosition;
import io.flame.kernel.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All listeners of one tenant on this node. One reader at a time reads the log for them all. */
final class Room {

    private static final System.Logger LOG = System.getLogger(Room.class.getName());

    private static final int PAGE = 500;

    /** Small, so that a slow client's buffer does not run over while it catches up. */
    private static final int PAGE_FOR_ONE = 100;

    private static final int[] LOOK_AGAIN_MILLIS = {10, 20, 50, 100, 200, 500};
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final TenantId tenant;
    private final TenantLog log;
    private final FeedThreads threads;
    private final Consumer<Subscription> fallenBehind;
    private final AtomicInteger rings = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Subscription> members = new LinkedHashSet<>();
    private volatile @Nullable EventPosition cursor;
    private int looks;

    /** @param fallenBehind gets the members that no longer keep up and are therefore none any more */
    Room(TenantId tenant, TenantLog log, FeedThreads threads, Consumer<Subscription> fallenBehind) {
        this.fallenBehind = fallenBehind;
        this.tenant = tenant;
        this.log = log;
        this.threads = threads;
    }

    TenantId tenant() {
        return tenant;
    }

    /** The next frames after a place, for somebody who is not as far as the room. */
    List<Frame> read(EventPosition after) {
        return frames(log.read(tenant, after, PAGE_FOR_ONE));
    }

    /** The log may have something new. A ring during a run makes it run once more. */
    void ring() {
        if (rings.getAndIncrement() == 0) {
            threads.live(this::run);
        }
    }

    /** Where the room stands; the first who asks puts it at the end of the log. */
    EventPosition cursor() {
        EventPosition known = cursor;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            EventPosition start = cursor == null ? log.end(tenant) : cursor;
            cursor = start;
            return start;
        } finally {
            lock.unlock();
        }
    }

    /** Takes a listener in if he is not behind the room; from then on he misses nothing. */
    boolean admit(Subscription newcomer) {
        EventPosition here = cursor();
        lock.lock();
        try {
            EventPosition now = cursor == null ? here : cursor;
            boolean upToDate = newcomer.position().compareTo(now) >= 0;
            if (upToDate && !newcomer.isClosed()) {
                members.add(newcomer);
            }
            return upToDate;
        } finally {
            lock.unlock();
        }
    }

    void remove(Subscription member) {
        lock.lock();
        try {
            members.remove(member);
        } finally {
            lock.unlock();
        }
    }

    void forEach(Consumer<Subscription> action) {
        lock.lock();
        try {
            members.forEach(action);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int seen;
        do {
            seen = rings.get();
            drain();
        } while (!rings.compareAndSet(seen, 0));
    }

    private void drain() {
        try {
            TenantLog.Part part;
            do {
                part = log.read(tenant, cursor(), PAGE);
                List<Frame> frames = frames(part);
                deliver(frames, look(frames));
            } while (part.events().size() == PAGE);
            lookAgain(part.hidesMore());
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot read the events of tenant {0}: {1}", tenant, e.getMessage());
            threads.later(AFTER_FAILURE, this::ring);
        }
    }

    private List<Frame> frames(TenantLog.Part part) {
        return part.events().stream().map(event -> Frame.of(tenant, event)).toList();
    }

    /** For those who may not see everything, what they may see. Without the lock: it takes a query each. */
    private Map<Eyes, Set<UUID>> look(List<Frame> frames) {
        Set<Eyes> limited = new HashSet<>();
        forEach(member -> {
            if (!member.eyes().seeAll()) {
                limited.add(member.eyes());
            }
        });
        Map<Eyes, Set<UUID>> seen = new HashMap<>();
        if (!frames.isEmpty()) {
            limited.forEach(eyes -> seen.put(eyes, eyes.seen(frames)));
        }
        return seen;
    }

    private void deliver(List<Frame> frames, Map<Eyes, Set<UUID>> seen) {
        if (frames.isEmpty()) {
            return;
        }
        List<Subscription> slow = new ArrayList<>();
        lock.lock();
        try {
            for (Subscription member : members) {
                if (!give(member, frames, seen) || !member.sink().hasRoom()) {
                    slow.add(member);
                }
            }
            slow.forEach(members::remove);
            cursor = frames.getLast().position();
        } finally {
            lock.unlock();
        }
        slow.forEach(fallenBehind);
    }

    /** False for somebody limited who has come after the look: he has to read for himself. */
    private static boolean give(Subscription member, List<Frame> frames, Map<Eyes, Set<UUID>> seen) {
        if (member.eyes().seeAll()) {
            member.give(frames, frames);
            return true;
        }
        Set<UUID> visible = seen.get(member.eyes());
        if (visible == null) {
            return false;
        }
        member.give(frames, Eyes.shown(frames, visible));
        return true;
    }

    private void lookAgain(boolean hidden) {
        if (!hidden) {
            looks = 0;
            return;
        }
        int millis = LOOK_AGAIN_MILLIS[Math.min(looks++, LOOK_AGAIN_MILLIS.length - 1)];
        threads.later(Duration.ofMillis(millis), this::ring);
    }
}
