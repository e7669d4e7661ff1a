package io.flame.feed;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Doorbell;
import io.flame.kernel.EventPosition;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The tenants that somebody on this node listens to. A tenant nobody listens to costs nothing. */
@ApplicationScoped
public class Rooms {

    private static final System.Logger LOG = System.getLogger(Rooms.class.getName());

    private static final Duration SAFETY_NET = Duration.ofSeconds(5);
    private static final Duration BREATH = Duration.ofMillis(20);

    /** How long somebody may have no room before he is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private record Occupied(Room room, int people) {}

    private final TenantLog log;
    private final FeedThreads threads;
    private final Clock clock;
    private final Map<TenantId, Occupied> rooms = new ConcurrentHashMap<>();

    @Inject
    Rooms(TenantLog log, FeedThreads threads, Doorbell doorbell, Clock clock) {
        this.log = log;
        this.threads = threads;
        this.clock = clock;
        doorbell.listen((tenant, local) -> ring(tenant));
        threads.every(SAFETY_NET, this::ringAll);
    }

    /**
     * Lets a listener in: first {@code ready} with the place he starts from, then everything after it in order, then
     * what is new. Returns at once, the rest happens in a thread of the feed.
     *
     * @param eyes what of it he may see
     * @param after the last event he has, or empty for only what is new
     */
    public Subscription enter(TenantId tenant, Eyes eyes, Optional<EventPosition> after, Sink sink) {
        Subscription newcomer = new Subscription(open(tenant), eyes, sink);
        threads.arrival(() -> begin(newcomer, after));
        return newcomer;
    }

    public void leave(Subscription subscription) {
        subscription.close();
        subscription.room().remove(subscription);
        rooms.computeIfPresent(
                subscription.room().tenant(),
                (tenant, occupied) ->
                        occupied.people() == 1 ? null : new Occupied(occupied.room(), occupied.people() - 1));
    }

    /** Tells those present something that is not in the log. */
    void tell(TenantId tenant, Frame frame, Optional<Subscription> except) {
        Occupied occupied = rooms.get(tenant);
        if (occupied == null) {
            return;
        }
        List<Frame> frames = List.of(frame);
        occupied.room().forEach(member -> {
            if (except.isPresent() && except.get() == member) {
                return;
            }
            if (member.eyes().seeAll() || frame.isForEverybody()) {
                member.sink().take(frames);
            } else {
                threads.arrival(() -> show(member, frames));
            }
        });
    }

    private static void show(Subscription member, List<Frame> frames) {
        List<Frame> shown = member.eyes().look(frames);
        if (!shown.isEmpty() && !member.isClosed()) {
            member.sink().take(shown);
        }
    }

    boolean isOccupied(TenantId tenant) {
        return rooms.containsKey(tenant);
    }

    void ringAll() {
        rooms.values().forEach(occupied -> occupied.room().ring());
    }

    private void ring(TenantId tenant) {
        Occupied occupied = rooms.get(tenant);
        if (occupied != null) {
            occupied.room().ring();
        }
    }

    private Room open(TenantId tenant) {
        return rooms.compute(
                        tenant,
                        (key, occupied) -> occupied == null
                                ? new Occupied(new Room(key, log, threads, this::fallenBehind), 1)
                                : new Occupied(occupied.room(), occupied.people() + 1))
                .room();
    }

    private void begin(Subscription newcomer, Optional<EventPosition> after) {
        Room room = newcomer.room();
        try {
            EventPosition start = after.orElseGet(room::cursor);
            newcomer.startAt(start);
            newcomer.sink().take(List.of(Frame.ready(room.tenant(), start, clock.instant())));
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot find the end of the log of tenant {0}: {1}", room.tenant(), e.getMessage());
            again(AFTER_FAILURE, newcomer, () -> begin(newcomer, after));
            return;
        }
        catchUp(newcomer);
    }

    /** Reads the log for one listener until he stands where the room stands. One who reads slowly is read to slowly. */
    private void catchUp(Subscription newcomer) {
        try {
            while (!newcomer.isClosed()) {
                if (!newcomer.sink().hasRoom()) {
                    waitFor(newcomer);
                    return;
                }
                newcomer.goesOn();
                if (newcomer.room().admit(newcomer)) {
                    return;
                }
                readOn(newcomer);
            }
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot read the log of {0}: {1}", newcomer.room().tenant(), e.getMessage());
            again(AFTER_FAILURE, newcomer, () -> catchUp(newcomer));
        }
    }

    /** A member that did not keep up with the room reads on alone until it has caught up. */
    private void fallenBehind(Subscription member) {
        again(BREATH, member, () -> catchUp(member));
    }

    private void waitFor(Subscription slow) {
        if (slow.isStuckFor(PATIENCE)) {
            slow.sink().giveUp();
            return;
        }
        again(BREATH, slow, () -> catchUp(slow));
    }

    private static void readOn(Subscription newcomer) {
        EventPosition goal = newcomer.room().cursor();
        List<Frame> frames = newcomer.room().read(newcomer.position());
        if (frames.isEmpty()) {
            // what lay between has been deleted: nothing is missed by standing at the goal
            newcomer.startAt(goal);
            return;
        }
        newcomer.tell(frames);
    }

    private void again(Duration delay, Subscription newcomer, Runnable task) {
        if (!newcomer.isClosed()) {
            threads.later(delay, () -> threads.arrival(task));
        }
    }
}
