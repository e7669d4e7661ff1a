package io.flame.api;

/** Whether the health check that runs in this thread was asked for from inside the network. */
public final class InsideCall {

    private static final ThreadLocal<Boolean> INSIDE = ThreadLocal.withInitial(() -> false);

    private InsideCall() {}

    public static boolean isInside() {
        return INSIDE.get();
    }

    static void begin(boolean inside) {
        INSIDE.set(inside);
    }

    static void end() {
        INSIDE.remove();
    }
}
