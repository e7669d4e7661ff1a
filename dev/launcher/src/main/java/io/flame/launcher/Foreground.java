package io.flame.launcher;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Runs a stack until it is told to stop: by Ctrl-C, by {@code ./flame down}, or because FLAME has ended. */
final class Foreground {
    private static final long CHECK_MILLIS = 500;

    private final StackOptions options;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Set<String> reported = new HashSet<>();
    private volatile boolean asked;

    Foreground(StackOptions options) {
        this.options = options;
    }

    int run() {
        Thread starter = Thread.currentThread();
        Thread hook = new Thread(() -> stop(starter), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (Stack stack = Stack.start(options)) {
            new Welcome(stack).print(System.out);
            return watch(stack);
        } catch (StartFailed e) {
            if (!asked) {
                System.err.println("error: " + e.getMessage());
            }
            return 1;
        } finally {
            ended.countDown();
        }
    }

    /** Returns when FLAME has ended by itself or somebody asked. Its helpers may die: FLAME has to live with that. */
    private int watch(Stack stack) {
        try {
            while (stack.nodes().stream().anyMatch(Server::isRunning)) {
                stack.servers().stream()
                        .filter(server -> !server.isRunning() && reported.add(server.name()))
                        .forEach(server -> System.out.println("warning: " + server.name()
                                + " has ended unexpectedly; see " + server.log() + ". ./flame up starts anew"));
                Thread.sleep(CHECK_MILLIS);
            }
            System.err.println(
                    "error: FLAME has ended unexpectedly; see " + stack.flame().log());
            return 1;
        } catch (InterruptedException e) {
            System.out.println("Stopping …");
            return 0;
        }
    }

    private void stop(Thread starter) {
        asked = true;
        starter.interrupt();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
