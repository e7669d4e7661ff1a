package io.flame.feed;

import io.flame.kernel.EventPosition;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The log in pages, for those who pull it. */
@ApplicationScoped
public class EventPages {

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
     * @param wait how long; with zero the answer is already complete
     */
    public CompletableFuture<String> next(TenantId tenant, EventPosition after, int limit, Duration wait) {
        List<LoggedEvent> events = log.read(tenant, after, limit).events();
        if (!events.isEmpty() || wait.isZero()) {
            return CompletableFuture.completedFuture(json(tenant, after, events));
        }
        CompletableFuture<Boolean> arrived = new CompletableFuture<>();
        Subscription subscription = rooms.enter(tenant, Optional.of(after), new FirstEvent(arrived));
        return arrived.completeOnTimeout(false, wait.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync((any, failure) -> rooms.leave(subscription), threads::arrival)
                .thenApply(any ->
                        json(tenant, after, log.read(tenant, after, limit).events()));
    }

    private static String json(TenantId tenant, EventPosition after, List<LoggedEvent> events) {
        StringBuilder page = new StringBuilder("{\"data\":[");
        String separator = "";
        for (LoggedEvent event : events) {
            page.append(separator).append(Frame.envelope(tenant, event));
            separator = ",";
        }
        EventPosition next = events.isEmpty() ? after : events.getLast().position();
        return page.append("],\"next\":\"").append(next).append("\"}").toString();
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
