package io.flame.kernel;

import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Brings recorded facts to the CDI listeners after the commit. Woken by the doorbell, a tenant's listeners are told what
 * they have not heard; a failure is tried again later without holding up other listeners or tenants.
 */
@ApplicationScoped
public class EventDispatcher {

    private static final System.Logger LOG = System.getLogger(EventDispatcher.class.getName());

    /** Rings within this time are answered together. */
    private static final long GATHER_MILLIS = 100;

    private static final long RETRY_MILLIS = 1_000;
    private static final int THREADS = 2;

    private final Database database;
    private final EventLog log;
    private final ListenerCatalog catalog;
    private final Set<TenantId> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(
            THREADS, Thread.ofPlatform().name("flame-events-", 1).daemon().factory());

    @Inject
    public EventDispatcher(Database database, EventLog log, Doorbell doorbell, ListenerCatalog catalog) {
        this.database = database;
        this.log = log;
        this.catalog = catalog;
        doorbell.listen((tenant, local) -> soon(tenant, GATHER_MILLIS));
    }

    /** Being created is enough: the constructor listens at the door. */
    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        LOG.log(System.Logger.Level.DEBUG, "{0} listeners", catalog.listeners().size());
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    private void soon(TenantId tenant, long millis) {
        if (!catalog.listeners().isEmpty() && !threads.isShutdown() && waiting.add(tenant)) {
            threads.schedule(() -> run(tenant), millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * The tenant is taken off the list first: a ring during the run starts another run and is never lost. Hidden rows are
     * looked for before the listeners read: one that surfaces in between is read now, one that stays hidden is seen here.
     */
    private void run(TenantId tenant) {
        waiting.remove(tenant);
        boolean again = attempt(tenant, () -> database.inTenant(tenant, log::hidesRows));
        for (ListenerCatalog.Listener listener : catalog.listeners()) {
            again |= attempt(tenant, () -> new ListenerRun(database, log, tenant, listener).drain());
        }
        if (again) {
            soon(tenant, RETRY_MILLIS);
        }
    }

    /** What goes wrong here is tried again, and none of the other listeners' business. */
    private static boolean attempt(TenantId tenant, BooleanSupplier action) {
        try {
            return action.getAsBoolean();
        } catch (RuntimeException e) {
            Complaint.log(LOG, "cannot read the events of tenant " + tenant, e);
            return true;
        }
    }
}
