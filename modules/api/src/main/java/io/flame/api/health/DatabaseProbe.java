package io.flame.api.health;

import static java.lang.System.Logger.Level.DEBUG;

import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks the database for a sign of life, at most once a second and never for longer than that. */
@ApplicationScoped
public class DatabaseProbe {

    private static final System.Logger LOG = System.getLogger(DatabaseProbe.class.getName());
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Database database;
    private final ExecutorService asker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("flame-database-probe").daemon().factory());

    private volatile boolean started;
    private long askedAt;
    private boolean answers;
    private Future<Boolean> running;

    @Inject
    public DatabaseProbe(Database database) {
        this.database = database;
        this.askedAt = System.nanoTime() - 2 * SECOND;
        this.running = asker.submit(() -> false);
    }

    /**
     * While the container starts the application it closes and reopens its archives; a class that another thread loads
     * just then is broken for good. Health is asked for earlier than that, so the first question has to wait.
     */
    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        started = true;
    }

    boolean hasStarted() {
        return started;
    }

    /** Whether the database has answered within the last second or does so within the next. */
    synchronized boolean answers() {
        if (!started) {
            return false;
        }
        if (System.nanoTime() - askedAt < SECOND) {
            return answers;
        }
        answers = ask();
        askedAt = System.nanoTime();
        return answers;
    }

    private boolean ask() {
        if (running.isDone()) {
            running = asker.submit(this::query);
        }
        try {
            return running.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(DEBUG, "the database does not answer: {0}", e.toString());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private boolean query() {
        return database.inPlatform(
                tx -> tx.queryOne("SELECT 1", row -> row.getInt(1) == 1).orElse(false));
    }

    @PreDestroy
    void close() {
        asker.shutdownNow();
    }
}
