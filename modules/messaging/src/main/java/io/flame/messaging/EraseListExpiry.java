package io.flame.messaging;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.retention.PlatformExpiry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Forgets who was erased once no backup can be old enough to bring the person back. */
@ApplicationScoped
class EraseListExpiry implements PlatformExpiry {

    private static final Duration KEPT = Duration.ofDays(400);

    @Override
    public void remove(Transaction tx, Instant now) throws SQLException {
        tx.update("DELETE FROM flame.erase_list WHERE erased_at < ?", now.minus(KEPT));
    }
}
