package io.flame.kernel;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.ListenerCatalog.Listener;
import io.flame.kernel.ListenerProgress.Place;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

    /** The fact that is being told, and how often that has failed before. */
    private record Telling(LoggedEvent event, int attempts) {}

    private final Database database;
    private final EventLog log;
    private final TenantId tenant;
    private final Listener listener;
    private @Nullable Telling telling;

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

    /** Whatever goes wrong once a fact has been begun, the commit included, is a failure to tell it. */
    private Step step() {
        telling = null;
        try {
            return database.inTenant(tenant, this::tellNext);
        } catch (RuntimeException | Error e) {
            if (telling == null) {
                throw e;
            }
            return postponeOrPark(telling, e);
        }
    }

    private Step tellNext(Transaction tx) throws SQLException {
        Optional<Place> place = ListenerProgress.lock(tx, listener.name());
        if (place.isEmpty()) {
            return Step.BUSY;
        }
        EventPosition from = place.get().position();
        EventPosition end = log.end(tx);
        Optional<LoggedEvent> next =
                ListenerProgress.next(tx, from, listener.fact().getSimpleName());
        if (next.isEmpty()) {
            passOver(tx, from, end);
            return Step.NOTHING_NEW;
        }
        telling = new Telling(next.get(), place.get().attempts());
        listener.tell(next.get());
        ListenerProgress.advance(tx, listener.name(), next.get().position());
        return Step.TOLD;
    }

    /** Facts for others are passed over, so that the next look does not begin before them. */
    private void passOver(Transaction tx, EventPosition from, EventPosition end) throws SQLException {
        if (end.compareTo(from) > 0) {
            ListenerProgress.advance(tx, listener.name(), end);
        }
    }

    private Step postponeOrPark(Telling failed, Throwable cause) {
        LOG.log(
                WARNING,
                listener.name() + " failed for tenant " + tenant + " at "
                        + failed.event().position(),
                cause);
        boolean hopeless = failed.attempts() + 1 >= MOST_ATTEMPTS;
        database.runInTenant(tenant, tx -> {
            if (hopeless) {
                ListenerProgress.park(tx, listener.name(), failed.event(), Faults.text(cause));
                return;
            }
            long delay = Math.min(LONGEST_DELAY_MILLIS, 200L << failed.attempts());
            ListenerProgress.postpone(tx, listener.name(), Duration.ofMillis(delay), Faults.text(cause));
        });
        return hopeless ? Step.TOLD : Step.FAILED;
    }
}
