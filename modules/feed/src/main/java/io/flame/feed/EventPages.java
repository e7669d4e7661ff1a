package io.flame.feed;

import io.flame.kernel.EventPosition;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The log in pages, for those who pull it. */
@ApplicationScoped
public class EventPages {

    private static final int MOST_READS = 20;

    private final TenantLog log;
    private final Rooms rooms;
    private final FeedThreads threads;

    @Inject
    EventPages(TenantLog log, Rooms rooms, FeedThreads threads) {
        this.log = log;
        this.rooms = rooms;
        this.threads = threads;
    }

    public EventPosition end(TenantId tenant) {
        return log.end(tenant);
    }

    /**
     * The page after a place as JSON: {@code {"data":[…],"next":"…"}}. While there is nothing, it waits for the first
     * event, without holding a thread.
     *
     * @param eyes what of the log may be seen
     * @param wait how long; with zero the answer is already complete
     */
    public CompletableFuture<String> next(
            TenantId tenant, Eyes eyes, EventPosition after, int limit, Duration wait) {
        Part found = read(tenant, eyes, after, limit);
        if (!found.frames().isEmpty() || wait.isZero()) {
            return CompletableFuture.completedFuture(found.json());
        }
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        Subscription subscription = rooms.enter(tenant, eyes, Optional.of(found.next()), new FirstEvent(arrived));
        return arrived.completeOnTimeout(false, wait.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((any, failure) -> rooms.leave(subscription), threads::arrival)
                .thenApply(any -> read(tenant, eyes, found.next(), limit).json());
    }

    /** Goes on while there is more of the log but nothing of it may be seen; not for ever, the caller may go on too. */
    private Part read(TenantId tenant, Eyes eyes, EventPosition after, int limit) {
        Part part = new Part(List.of(), after);
        for (int reads = 0; reads < MOST_READS && part.frames().isEmpty(); reads++) {
            List<Frame> frames = log.read(tenant, part.next(), limit).events().stream()
                    .map(event -> Frame.of(tenant, event))
                    .toList();
            if (frames.isEmpty()) {
                return part;
            }
            part = new Part(eyes.look(frames), frames.getLast().position());
        }
        return part;
    }

    /** @param next where the log goes on, also behind what may not be seen */
    private record Part(List<Frame> frames, EventPosition next) {

        String json() {
            String data = frames.stream().map(Frame::envelope).collect(Collectors.joining(","));
            return "{\"data\":[" + data + "],\"next\":\"" + next + "\"}";
        }
    }

    /** Only wants to know that there is something. */
    private record FirstEvent(CompletableFuture<Boolean> arrived) implements Sink {
        @Override
        public void take(List<Frame> frames) {
            if (frames.stream().anyMatch(frame -> !frame.position().equals(EventPosition.START))) {
                arrived.complete(true);
            }
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void giveUp() {
            arrived.complete(false);
        }
    }
}
