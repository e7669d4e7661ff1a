package io.flame.kernel;

import static java.lang.System.Logger.Level.INFO;

import io.flame.kernel.persistence.Database;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the other nodes that this one lives, and looks after the tenants of one that died: a node may fall between a
 * commit and the ring of the doorbell, so every tenant's door is rung once when a node starts and when one is gone.
 */
@ApplicationScoped
public class NodeRegistry {

    private static final System.Logger LOG = System.getLogger(NodeRegistry.class.getName());

    private static final long HEARTBEAT_SECONDS = 10;
    private static final int DEAD_AFTER_SECONDS = 30;

    private final UUID id = UUID.randomUUID();
    private final String release = Release.ofThisBuild();
    private final String name;
    private final Database database;
    private final Doorbell doorbell;
    private volatile int living = 1;
    private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-node").daemon().factory());

    @Inject
    public NodeRegistry(Database database, Doorbell doorbell, Settings settings) {
        this.database = database;
        this.doorbell = doorbell;
        this.name = settings.optional("FLAME_NODE_NAME").orElseGet(NodeRegistry::hostName);
    }

    /** How many nodes there are, this one included, as of the last heartbeat. */
    public int living() {
        return living;
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        heart.schedule(this::sweep, 1, TimeUnit.SECONDS);
        heart.scheduleAtFixedRate(this::beat, 0, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void leave() {
        heart.shutdownNow();
        try {
            database.runInPlatform(tx -> tx.update("DELETE FROM flame.nodes WHERE id = ?", id));
        } catch (RuntimeException e) {
            Complaint.log(LOG, "cannot sign off", e);
        }
    }

    private void beat() {
        try {
            int dead = database.inPlatform(tx -> {
                tx.update("""
                        INSERT INTO flame.nodes (id, name, release) VALUES (?, ?, ?)
                        ON CONFLICT (id) DO UPDATE SET heartbeat_at = now()""", id, name, release);
                int removed = tx.update(
                        "DELETE FROM flame.nodes WHERE heartbeat_at < now() - ? * interval '1 second'",
                        DEAD_AFTER_SECONDS);
                living = tx.queryOne("SELECT count(*)::int FROM flame.nodes", row -> row.getInt(1))
                        .orElse(1);
                return removed;
            });
            if (dead > 0) {
                LOG.log(INFO, "{0} node(s) died; looking after their tenants", dead);
                sweep();
            }
        } catch (RuntimeException e) {
            Complaint.log(LOG, "no heartbeat", e);
        }
    }

    private void sweep() {
        try {
            List<TenantId> tenants = database.inPlatform(tx -> tx.query(
                    "SELECT slug FROM flame.tenants WHERE status = 'active' ORDER BY slug",
                    row -> TenantId.of(row.getString(1))));
            tenants.forEach(tenant -> doorbell.ringFromElsewhere(tenant));
        } catch (RuntimeException e) {
            Complaint.log(LOG, "cannot look after the tenants, trying again", e);
            heart.schedule(this::sweep, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unnamed";
        }
    }
}
