package io.flame.messaging;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets requests of one tenant that arrive together share one commit. The first to come stores for all who wait by then,
 * in the order they came; then the next in line does the same. Nobody waits for a timer, and one tenant never waits for
 * another.
 */
final class GroupCommit<E> {

    private static final int MOST_EVENTS = 200;

    private static final class Waiting<E> {
        private final List<? extends E> events;
        private final CompletableFuture<Boolean> turn = new CompletableFuture<>();
        private final CompletableFuture<Boolean> stored = new CompletableFuture<>();

        Waiting(List<? extends E> events) {
            this.events = events;
        }
    }

    private final BiConsumer<TenantId, List<E>> storage;
    private final Map<TenantId, Deque<Waiting<E>>> lanes = new ConcurrentHashMap<>();

    /** @param storage stores all events in one transaction, or none and throws */
    GroupCommit(BiConsumer<TenantId, List<E>> storage) {
        this.storage = storage;
    }

    void store(TenantId tenant, List<? extends E> events) {
        Waiting<E> mine = new Waiting<>(events);
        if (enter(tenant, mine) || comesToLead(mine)) {
            try {
                lead(tenant, takeBatch(tenant));
            } finally {
                passOn(tenant);
            }
        }
        awaitStored(mine);
    }

    /** Waits until somebody has stored the request, or it is its turn to store for all. */
    private boolean comesToLead(Waiting<E> mine) {
        CompletableFuture.anyOf(mine.turn, mine.stored.exceptionally(failure -> false))
                .join();
        return !mine.stored.isDone();
    }

    /** True when nobody was in the lane: then the caller leads. */
    private boolean enter(TenantId tenant, Waiting<E> mine) {
        boolean[] first = {false};
        lanes.compute(tenant, (key, lane) -> {
            first[0] = lane == null;
            Deque<Waiting<E>> waiting = lane == null ? new ArrayDeque<>() : lane;
            waiting.add(mine);
            return waiting;
        });
        return first[0];
    }

    private List<Waiting<E>> takeBatch(TenantId tenant) {
        List<Waiting<E>> batch = new ArrayList<>();
        lanes.computeIfPresent(tenant, (key, lane) -> {
            int taken = 0;
            for (Waiting<E> next = lane.peek();
                    next != null && (taken == 0 || taken + next.events.size() <= MOST_EVENTS);
                    next = lane.peek()) {
                taken += next.events.size();
                batch.add(lane.remove());
            }
            return lane;
        });
        return batch;
    }

    private void lead(TenantId tenant, List<Waiting<E>> batch) {
        try {
            List<E> all = new ArrayList<>();
            batch.forEach(each -> all.addAll(each.events));
            storage.accept(tenant, all);
            batch.forEach(each -> each.stored.complete(true));
        } catch (Problem | Error e) {
            batch.forEach(each -> each.stored.completeExceptionally(e));
        } catch (RuntimeException e) {
            storeEach(tenant, batch, e);
        }
    }

    /** One request's event cannot be stored: the others must not suffer for it. */
    private void storeEach(TenantId tenant, List<Waiting<E>> batch, RuntimeException failure) {
        if (batch.size() == 1) {
            batch.getFirst().stored.completeExceptionally(failure);
            return;
        }
        for (Waiting<E> each : batch) {
            lead(tenant, List.of(each));
        }
    }

    private void passOn(TenantId tenant) {
        lanes.computeIfPresent(tenant, (key, lane) -> {
            Waiting<E> next = lane.peek();
            if (next == null) {
                return removed();
            }
            next.turn.complete(true);
            return lane;
        });
    }

    private static <T> @Nullable T removed() {
        return null;
    }

    private void awaitStored(Waiting<E> waiting) {
        try {
            waiting.stored.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
