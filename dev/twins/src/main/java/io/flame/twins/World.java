package io.flame.twins;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/** What all outside parties share. */
record World(
        Accounts accounts,
        RequestLog log,
        Chats chats,
        PageEvents events,
        MediaStore media,
        Courier courier,
        Timing timing,
        Modes modes,
        NameServer names,
        ExecutorService background) {

    static World of(TwinsConfig config, ExecutorService background, NameServer names) {
        PageEvents events = new PageEvents();
        RequestLog log = new RequestLog(RequestLog.BOUND);
        return new World(
                new Accounts(config.accounts()),
                log,
                new Chats(events),
                events,
                new MediaStore(),
                new Courier(config.flameUrl(), log, config.timing()),
                config.timing(),
                new Modes(),
                names,
                background);
    }

    Mode mode() {
        return modes.now();
    }

    /** Does something a little later, on a thread of its own; not at all when the twins close first. */
    void later(Duration time, Runnable action) {
        try {
            background.execute(() -> quietly(time, action));
        } catch (RejectedExecutionException closing) {
            // The caller's request was the last one; nobody is left to see what would have followed.
            return;
        }
    }

    private static void quietly(Duration time, Runnable action) {
        try {
            Pause.of(time);
            action.run();
        } catch (Pause.Closing e) {
            Thread.currentThread().interrupt();
        }
    }
}
