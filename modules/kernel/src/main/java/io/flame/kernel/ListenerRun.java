package io.flame.kernel;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.ListenerCatalog.Listener;
import io.flame.kernel.ListenerProgress.Place;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Tells one listener, in one tenant, everything it has not heard: one fact, one transaction, one step of progress. */
final class ListenerRun {

    private static final System.Logger LOG = System.getLogger(ListenerRun.class.getName());

    private static final int MOST_ATTEMPTS = 10;
    private static final long LONGEST_DELAY_MILLIS = 60_000;

    /** What came of one step. */
    enum Step {
        TOLD,
        NOTHING_NEW,
        BUSY,
        FAILED
    }

    /** Carries the fact that could not be told out of the transaction that is rolled back. */
    private static final class NotTold extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient LoggedEvent event;
        private final int attempts;

        NotTold(LoggedEvent event, int attempts, RuntimeException cause) {
            super(cause);
            this.event = event;
            this.attempts = attempts;
        }
    }

    private final Database database;
    private final EventLog log;
    private final TenantId tenant;
    private final Listener listener;

    ListenerRun(Database database, EventLog log, TenantId tenant, Listener listener) {
        this.database = database;
        this.log = log;
        this.tenant = tenant;
        this.listener = listener;
    }

    /** Runs until there is nothing more. True when it must be tried again soon. */
    boolean drain() {
        Step step = step();
        while (step == Step.TOLD) {
            step = step();
        }
        return step == Step.FAILED || step == Step.BUSY;
    }

    private Step step() {
        try {
            return database.inTenant(tenant, tx -> {
                Optional<Place> place = ListenerProgress.lock(tx, listener.name());
                if (place.isEmpty()) {
                    return Step.BUSY;
                }
                EventPosition end = log.end(tx);
                Optional<LoggedEvent> next = ListenerProgress.next(
                        tx, place.get().position(), listener.fact().getSimpleName());
                if (next.isEmpty()) {
                    passOver(tx, place.get().position(), end);
                    return Step.NOTHING_NEW;
                }
                tell(next.get(), place.get().attempts());
                ListenerProgress.advance(tx, listener.name(), next.get().position());
                return Step.TOLD;
            });
        } catch (NotTold e) {
            return postponeOrPark(e);
        }
    }

    /** Facts for others are passed over, so that the next look does not begin before them. */
    private void passOver(Transaction tx, EventPosition from, EventPosition end) throws SQLException {
        if (end.compareTo(from) > 0) {
            ListenerProgress.advance(tx, listener.name(), end);
        }
    }

    private void tell(LoggedEvent event, int attempts) {
        try {
            listener.tell(event);
        } catch (RuntimeException e) {
            throw new NotTold(event, attempts, e);
        }
    }

    private Step postponeOrPark(NotTold failure) {
        String error = String.valueOf(failure.getCause());
        LOG.log(WARNING, listener.name() + " failed for tenant " + tenant + " at " + failure.event.position(), failure);
        boolean hopeless = failure.attempts + 1 >= MOST_ATTEMPTS;
        database.runInTenant(tenant, tx -> {
            if (hopeless) {
                ListenerProgress.park(tx, listener.name(), failure.event, error);
                return;
            }
            long delay = Math.min(LONGEST_DELAY_MILLIS, 200L << failure.attempts);
            ListenerProgress.postpone(tx, listener.name(), Duration.ofMillis(delay), error);
        });
        return hopeless ? Step.TOLD : Step.FAILED;
    }
}
