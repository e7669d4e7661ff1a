package io.flame.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints a line when something is ready, and every few seconds what is still waited for. */
final class ProgressLines implements Progress {
    private static final Duration REMINDER = Duration.ofSeconds(5);

    private record Task(long begunAt, String waitsFor) {}

    private final PrintStream out;
    private final long begunAt = System.nanoTime();
    private final Map<String, Task> open = new LinkedHashMap<>();
    private boolean reminding;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void begun(String what, String waitsFor) {
        open.put(what, new Task(System.nanoTime(), waitsFor));
        if (!reminding) {
            reminding = true;
            Thread.ofVirtual().start(this::remind);
        }
    }

    @Override
    public synchronized void done(String what) {
        Task task = open.remove(what);
        if (task != null) {
            line("%-28s %5.1f s".formatted(what, seconds(task.begunAt)));
        }
    }

    @Override
    public synchronized void said(String sentence) {
        line(sentence);
    }

    private void remind() {
        while (waited() && stillOpen()) {
            // The text is printed by stillOpen.
        }
    }

    private static boolean waited() {
        try {
            Thread.sleep(REMINDER);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private synchronized boolean stillOpen() {
        if (open.isEmpty()) {
            reminding = false;
            return false;
        }
        line("… "
                + open.entrySet().stream()
                        .map(each -> "%s: %s (%.0f s)"
                                .formatted(each.getKey(), each.getValue().waitsFor, seconds(each.getValue().begunAt)))
                        .collect(Collectors.joining(" · ")));
        return true;
    }

    private void line(String text) {
        out.printf(Locale.ROOT, "[%5.1f s] %s%n", seconds(begunAt), text);
        out.flush();
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
