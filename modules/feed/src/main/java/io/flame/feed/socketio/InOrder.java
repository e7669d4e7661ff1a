package io.flame.feed.socketio;

import io.flame.feed.FeedThreads;
import java.util.ArrayDeque;

/** Does one client's tasks one after the other, in a thread of the feed and without holding the client's locks. */
final class InOrder {

    private final FeedThreads threads;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    InOrder(FeedThreads threads) {
        this.threads = threads;
    }

    void execute(Runnable task) {
        synchronized (tasks) {
            tasks.add(task);
            if (running) {
                return;
            }
            running = true;
        }
        threads.arrival(this::runNext);
    }

    private void runNext() {
        Runnable task;
        synchronized (tasks) {
            task = tasks.remove();
        }
        try {
            task.run();
        } finally {
            goOn();
        }
    }

    private void goOn() {
        synchronized (tasks) {
            if (tasks.isEmpty()) {
                running = false;
                return;
            }
        }
        threads.arrival(this::runNext);
    }
}
