package io.flame.kernel.persistence;

import io.flame.kernel.TenantId;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Work that waits for a transaction of a tenant or of the platform, to be done by it as the last thing before its commit. */
public final class Ride {

    private final @Nullable TenantId tenant;
    private final TransactionWork<Boolean> work;
    private volatile boolean done;

    Ride(@Nullable TenantId tenant, TransactionWork<Boolean> work) {
        this.tenant = tenant;
        this.work = work;
    }

    /** Whether a transaction has done it and is committed. */
    public boolean isDone() {
        return done;
    }

    boolean join(Transaction tx) throws SQLException {
        return tx.belongsTo(tenant) && work.run(tx);
    }

    void arrive() {
        done = true;
    }
}
