package io.flame.kernel.usage;

import io.flame.kernel.QuotaUse;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;

/** What one transaction has found to be left of a limit. */
public final class Room {

    private final Transaction tx;
    private final TenantQuota quota;
    private final UsageAlarms alarms;
    private final QuotaUse use;

    Room(Transaction tx, TenantQuota quota, UsageAlarms alarms, QuotaUse use) {
        this.tx = tx;
        this.quota = quota;
        this.alarms = alarms;
        this.use = use;
    }

    /** How it was when it was asked for. */
    public QuotaUse use() {
        return use;
    }

    public boolean fits(long more) {
        Long limit = use.limit();
        return limit == null || use.used() + more <= limit;
    }

    /** Lets so much more come into use where it fits, and tells what there is to tell either way. */
    public boolean take(long more) throws SQLException {
        boolean fits = fits(more);
        alarms.tell(tx, quota, fits ? with(use.used() + more) : use, !fits);
        return fits;
    }

    private QuotaUse with(long used) {
        return new QuotaUse(use.name(), used, use.limit(), use.period(), use.resetsAt());
    }
}
