package io.flame.kernel.retention;

import static java.lang.System.Logger.Level.INFO;

import io.flame.kernel.JobHandler;
import io.flame.kernel.JobOutcome;
import io.flame.kernel.JobRun;
import io.flame.kernel.TenantId;
import io.flame.kernel.usage.Quotas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes what a tenant need not keep any longer, kind by kind, a batch to a transaction. */
@ApplicationScoped
public class RetentionJob implements JobHandler {

    /** The kind under which a tenant's turn is enqueued; the key is {@link #KEY}. */
    public static final String KIND = "retention";

    /** There is one for each tenant. */
    public static final String KEY = "all";

    private static final System.Logger LOG = System.getLogger(RetentionJob.class.getName());

    /** After so many the worker is others' for a moment. */
    private static final int BATCHES_AT_ONCE = 40;

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final RetentionSettings settings;
    private final Quotas quotas;
    private final Clock clock;
    private final List<Expiry> expiries;

    @Inject
    public RetentionJob(RetentionSettings settings, Quotas quotas, Clock clock, @Any Instance<Expiry> expiries) {
        this(settings, quotas, clock, expiries.stream().toList());
    }

    public RetentionJob(RetentionSettings settings, Quotas quotas, Clock clock, List<Expiry> expiries) {
        this.settings = settings;
        this.quotas = quotas;
        this.clock = clock;
        this.expiries = expiries;
    }

    @Override
    public String kind() {
        return KIND;
    }

    /** One kind that fails does not keep the others; the job fails with it at the end and is tried again. */
    @Override
    public JobOutcome run(JobRun job) {
        TenantId tenant = job.tenant();
        Terms terms = new Terms(settings.get(tenant), quotas.of(tenant).zone(), clock.instant());
        int left = BATCHES_AT_ONCE;
        RuntimeException failure = null;
        for (Expiry expiry : expiries) {
            try {
                left = remove(tenant, terms, expiry, left);
            } catch (RuntimeException e) {
                failure = first(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return left > 0 ? JobOutcome.done() : JobOutcome.later(PAUSE);
    }

    private static int remove(TenantId tenant, Terms terms, Expiry expiry, int most) {
        int left = most;
        long removed = 0;
        boolean more = true;
        while (more && left > 0) {
            int some = expiry.removeSome(tenant, terms);
            removed += some;
            more = some > 0;
            left -= more ? 1 : 0;
        }
        if (removed > 0) {
            LOG.log(INFO, "retention of {0}: {1} removed {2}", tenant, name(expiry), removed);
        }
        return left;
    }

    private static RuntimeException first(@Nullable RuntimeException earlier, RuntimeException now) {
        if (earlier == null) {
            return now;
        }
        earlier.addSuppressed(now);
        return earlier;
    }

    /** Beans come in proxies whose class extends the bean's. */
    private static String name(Expiry expiry) {
        Class<?> type = expiry.getClass();
        return type.getSimpleName().contains("$") ? type.getSuperclass().getSimpleName() : type.getSimpleName();
    }
}
