package io.flame.feed;

import io.flame.kernel.EventPosition;
import java.time.Duration;
import java.util.List;

/** One listener's own place in a tenant's log. First it catches up on its own, then the room feeds it. */
public final class Subscription {

    private final Room room;
    private final Sink sink;
    private volatile EventPosition position = EventPosition.START;
    private volatile boolean closed;
    private long stuckSince;

    Subscription(Room room, Sink sink) {
        this.room = room;
        this.sink = sink;
    }

    Room room() {
        return room;
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

    /** Called while the sink has no room; true when it has had none for this long. */
    boolean isStuckFor(Duration patience) {
        long now = System.nanoTime();
        stuckSince = stuckSince == 0 ? now : stuckSince;
        return now - stuckSince > patience.toNanos();
    }

    void goesOn() {
        stuckSince = 0;
    }

    /** Passes on what lies after its place; a room may be behind somebody who has just read the log himself. */
    void give(List<Frame> frames) {
        if (closed || frames.isEmpty()) {
            return;
        }
        EventPosition last = frames.getLast().position();
        if (last.compareTo(position) <= 0) {
            return;
        }
        boolean allNew = frames.getFirst().position().compareTo(position) > 0;
        List<Frame> fresh = allNew ? frames : after(position, frames);
        position = last;
        sink.take(fresh);
    }

    private static List<Frame> after(EventPosition position, List<Frame> frames) {
        return frames.stream()
                .filter(frame -> frame.position().compareTo(position) > 0)
                .toList();
    }
}
