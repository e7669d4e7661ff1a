package io.flame.channels;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.retention.PlatformExpiry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Empties the quarantine of what nobody has looked at for a month: there are people's words in it. */
@ApplicationScoped
class QuarantineExpiry implements PlatformExpiry {

    static final Duration KEPT = Duration.ofDays(30);

    @Override
    public void remove(Transaction tx, Instant now) throws SQLException {
        tx.update("DELETE FROM flame.quarantine WHERE received_at < ?", now.minus(KEPT));
    }
}
