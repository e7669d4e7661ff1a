package io.flame.identity;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.retention.PlatformExpiry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Removes what signing in has left behind and nobody asks for any longer. */
@ApplicationScoped
class SignInExpiry implements PlatformExpiry {

    /** Longer than any limit looks back. */
    private static final Duration ATTEMPTS = Duration.ofDays(1);

    @Override
    public void remove(Transaction tx, Instant now) throws SQLException {
        tx.update("DELETE FROM flame.attempts WHERE last_at < ?", now.minus(ATTEMPTS));
        tx.update("DELETE FROM flame.ended_sessions WHERE ended_at < ?", now.minus(StoredEndedSessions.KEPT));
        tx.update("DELETE FROM flame.reset_tokens WHERE expires_at < ?", now);
        tx.update("DELETE FROM flame.reset_requests WHERE requested_at < ?", now.minus(ATTEMPTS));
    }
}
