package io.flame.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Says that a tenant's event log has something new. A ring may be lost or repeated; the log is the truth, and whoever
 * listens reads it from where he stopped.
 */
@ApplicationScoped
public class Doorbell {

    /** Hears rings. Must return at once. */
    @FunctionalInterface
    public interface Listener {
        /** @param local whether the ring is this node's own, or another node's passed on */
        void rung(TenantId tenant, boolean local);
    }

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** A transaction of this node has committed events. */
    public void ring(TenantId tenant) {
        listeners.forEach(listener -> listener.rung(tenant, true));
    }

    /** Another node has said so. */
    public void ringFromElsewhere(TenantId tenant) {
        listeners.forEach(listener -> listener.rung(tenant, false));
    }
}
