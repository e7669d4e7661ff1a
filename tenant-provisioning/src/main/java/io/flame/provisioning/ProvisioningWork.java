package io.flame.provisioning;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The node's thread that goes on with tenants: those registered, those cut off, those whose grace is over. Only a node that
 * has the owner's login can make tenants; the others leave them alone.
 */
@ApplicationScoped
public class ProvisioningWork {
    private static final System.Logger LOG = System.getLogger(ProvisioningWork.class.getName());
    private static final long LOOK_SECONDS = 5;
    private static final long PURGE_SECONDS = 60;

    private final Provisioning provisioning;
    private final boolean able;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(ProvisioningWork::newThread);

    @Inject
    ProvisioningWork(Provisioning provisioning, Settings settings) {
        this.provisioning = provisioning;
        this.able = settings.optional("DATABASE_ADMIN_URL").isPresent();
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        if (!able) {
            LOG.log(INFO, "DATABASE_ADMIN_URL is not set: this node makes no tenants");
            return;
        }
        thread.scheduleWithFixedDelay(this::work, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        thread.scheduleWithFixedDelay(
                () -> quietly(provisioning::cleanUp), PURGE_SECONDS, PURGE_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /** Whether this node can make and remove tenants. */
    public boolean isAble() {
        return able;
    }

    /** Something has just been left to do. */
    public void soon() {
        try {
            thread.execute(this::work);
        } catch (RejectedExecutionException e) {
            LOG.log(INFO, "stopping: another node, or the next start, goes on");
        }
    }

    private void work() {
        quietly(() -> {
            boolean more = able;
            while (more && !thread.isShutdown()) {
                more = provisioning.goOn();
            }
        });
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.log(WARNING, "cannot look after tenants: {0}", SagaLog.text(failure));
        }
    }

    /** Liquibase finds its parts by the thread's class loader. */
    private static Thread newThread(Runnable action) {
        Thread thread = Thread.ofPlatform().name("flame-provisioning").daemon().unstarted(action);
        thread.setContextClassLoader(ProvisioningWork.class.getClassLoader());
        return thread;
    }
}
