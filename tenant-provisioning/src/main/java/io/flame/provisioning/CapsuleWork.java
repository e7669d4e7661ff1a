package io.flame.provisioning;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The node's thread that writes and reads capsules, one after the other, and goes on with what a dead node has left. Only
 * a node that has the owner's login and a folder does so; several share the folder.
 */
@ApplicationScoped
public class CapsuleWork {
    private static final System.Logger LOG = System.getLogger(CapsuleWork.class.getName());
    private static final long LOOK_SECONDS = 5;
    private static final long SWEEP_SECONDS = 600;
    private static final int MOST_ATTEMPTS = 5;

    private final Provisioning provisioning;
    private final Settings settings;
    private final boolean able;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(CapsuleWork::newThread);

    @Inject
    CapsuleWork(Provisioning provisioning, Settings settings) {
        this.provisioning = provisioning;
        this.settings = settings;
        this.able = settings.optional("DATABASE_ADMIN_URL").isPresent()
                && settings.optional("FLAME_CAPSULE_DIR").isPresent();
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        if (able) {
            thread.scheduleWithFixedDelay(this::work, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
            thread.scheduleWithFixedDelay(
                    () -> quietly(() -> folder().sweep(capsules().runs().files())),
                    SWEEP_SECONDS,
                    SWEEP_SECONDS,
                    TimeUnit.SECONDS);
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }

    /**
     * Leaves an export to be done.
     *
     * @throws Problem 409 when the tenant is not suspended, 422 for what is no key
     */
    public CapsuleRun export(String slug, Optional<String> recipient) {
        requireAble();
        Capsules capsules = capsules();
        TenantId tenant = capsules.existing(slug);
        UUID id = CapsuleRuns.newId();
        Optional<CapsuleRun> before = capsules.lastExport(slug);
        String file = CapsuleFolder.export(slug, id);
        capsules.runs().begin(tenant, CapsuleRuns.EXPORT, id, file, capsules.exportOptions(recipient));
        before.flatMap(CapsuleRun::file).map(folder()::file).ifPresent(Capsules::delete);
        return begun(capsules.lastExport(slug));
    }

    /** The archive of the last export, once it is there. */
    public Path archive(String slug) {
        CapsuleRun run = capsules().lastExport(slug).orElseThrow(Problem::notFound);
        if (!run.state().equals("done")) {
            throw Problem.conflict("The export of " + slug + " is " + run.state());
        }
        Path file = run.file().map(folder()::file).orElseThrow(Problem::notFound);
        if (!Files.exists(file)) {
            throw Problem.notFound();
        }
        return file;
    }

    /**
     * Takes a capsule, checks it, and leaves its import to be done.
     *
     * @param slug the tenant's name here
     * @throws Problem 422 saying what is wrong with the capsule, 409 when the name or an account in it is somebody's
     */
    public CapsuleRun read(String slug, InputStream body, CapsuleTrust trust) throws IOException {
        requireAble();
        TenantId tenant = Capsules.slug(slug);
        UUID id = CapsuleRuns.newId();
        String name = CapsuleFolder.upload(slug, id);
        Path file = folder().take(name, body);
        try {
            Capsules capsules = capsules();
            capsules.runs().begin(tenant, CapsuleRuns.IMPORT, id, name, capsules.importOptions(file, tenant, trust));
            return begun(capsules.lastImport(slug));
        } catch (RuntimeException refusal) {
            Capsules.delete(file);
            throw refusal;
        }
    }

    private CapsuleRun begun(Optional<CapsuleRun> run) {
        try {
            thread.execute(this::work);
        } catch (RejectedExecutionException e) {
            LOG.log(INFO, "stopping: another node, or the next start, goes on");
        }
        return run.orElseThrow(Problem::notFound);
    }

    void work() {
        quietly(() -> {
            Optional<CapsuleRun> next = claim();
            while (next.isPresent() && !thread.isShutdown()) {
                CapsuleRun run = next.get();
                quietly(() -> work(run));
                next = claim();
            }
        });
    }

    private Optional<CapsuleRun> claim() {
        CapsuleRuns runs = capsules().runs();
        List<String> files = new ArrayList<>(folder().names());
        files.addAll(runs.exports());
        return runs.claim(files);
    }

    private void work(CapsuleRun run) {
        Path file = folder().file(run.file().orElseThrow());
        if (run.kind().equals(CapsuleRuns.EXPORT)) {
            capsules().write(run.holder().orElseThrow(), TenantId.of(run.tenant()), file, run.options());
            return;
        }
        try {
            capsules().readAgain(run, file);
            Capsules.delete(file);
        } catch (CapsuleTakenOver other) {
            throw other;
        } catch (RuntimeException failure) {
            note(run, file, failure);
            throw failure;
        }
    }

    /** What is given up is taken back by somebody else if it cannot be now: the file is of no use any more. */
    private void note(CapsuleRun run, Path file, RuntimeException failure) {
        boolean again = !CapsuleImport.isFinal(failure) && run.attempts() + 1 < MOST_ATTEMPTS;
        boolean mine = capsules().runs().fail(run.holder().orElseThrow(), failure, again);
        if (again || !mine) {
            return;
        }
        try {
            capsules().abandon(run);
        } finally {
            Capsules.delete(file);
        }
    }

    private static void quietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException failure) {
            LOG.log(WARNING, "a capsule is not finished: {0}", SagaLog.text(failure));
        }
    }

    private void requireAble() {
        folder();
        if (!able) {
            throw Problem.unavailable("This node has no DATABASE_ADMIN_URL", Duration.ofMinutes(1), null);
        }
    }

    private CapsuleFolder folder() {
        return CapsuleFolder.of(settings);
    }

    private Capsules capsules() {
        return provisioning.capsules();
    }

    /** Liquibase finds its parts by the thread's class loader. */
    private static Thread newThread(Runnable action) {
        Thread thread = Thread.ofPlatform().name("flame-capsules").daemon().unstarted(action);
        thread.setContextClassLoader(CapsuleWork.class.getClassLoader());
        return thread;
    }
}
