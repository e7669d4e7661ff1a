package io.flame.kernel.retention;

import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Instant;

/** Removes from the platform's tables what nobody needs any longer. The module that owns them has one as a bean. */
public interface PlatformExpiry {

    /** Every node does this once an hour, so it finds most of it done. */
    void remove(Transaction tx, Instant now) throws SQLException;
}
