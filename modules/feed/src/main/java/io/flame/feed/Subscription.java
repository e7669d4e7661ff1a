package io.flame.feed;

import io.flame.kernel.EventPosition;
import io.flame.kernel.Problem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One listener's own place in a tenant's log. First it catches up on its own, then the room feeds it. */
public final class Subscription {

    private final Room room;
    private volatile Eyes eyes;
    private final Sink sink;
    private volatile EventPosition position = EventPosition.START;
    private volatile boolean closed;
    private long stuckSince;

    Subscription(Room room, Eyes eyes, Sink sink) {
        this.room = room;
        this.eyes = eyes;
        this.sink = sink;
    }

    Room room() {
        return room;
    }

    Eyes eyes() {
        return eyes;
    }

    /** What its listener may see is something else from now on. */
    public void seeWith(Eyes others) {
        eyes = others;
    }

    Sink sink() {
        return sink;
    }

    EventPosition position() {
        return position;
    }

    void startAt(EventPosition start) {
        position = start;
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** 404 for a conversation that this listener may not see. */
    void requireInSight(UUID conversation) {
        if (!eyes.see(conversation)) {
            throw Problem.notFound();
        }
    }

    /** Called while the sink has no room; true when it has had none for this long. */
    boolean isStuckFor(Duration patience) {
        long now = System.nanoTime();
        stuckSince = stuckSince == 0 ? now : stuckSince;
        return now - stuckSince > patience.toNanos();
    }

    void goesOn() {
        stuckSince = 0;
    }

    /** Passes on what lies after its place and may be seen. Looking may take a query. */
    void tell(List<Frame> frames) {
        give(frames, eyes.look(frames));
    }

    /**
     * Passes on what lies after its place; a room may be behind somebody who has just read the log himself.
     *
     * @param shown those of the frames that may be seen
     */
    void give(List<Frame> frames, List<Frame> shown) {
        if (closed || frames.isEmpty()) {
            return;
        }
        EventPosition last = frames.getLast().position();
        if (last.compareTo(position) <= 0) {
            return;
        }
        boolean allNew = frames.getFirst().position().compareTo(position) > 0;
        List<Frame> fresh = allNew ? shown : after(position, shown);
        position = last;
        if (!fresh.isEmpty()) {
            sink.take(fresh);
        }
    }

    private static List<Frame> after(EventPosition position, List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.position().compareTo(position) > 0)
                .toList();
    }
}
