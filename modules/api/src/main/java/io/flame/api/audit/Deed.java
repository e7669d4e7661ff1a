package io.flame.api.audit;

import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.persistence.Ride;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has begun.
 *
 * @param tenant in whose log it belongs; null for the platform's
 * @param ride tells whether the deed's own transaction has written the entry; null where none is to do so
 */
record Deed(
        @Nullable TenantId tenant,
        AuditEntry entry,
        @Nullable Ride ride) {

    boolean isWritten() {
        return ride != null && ride.isDone();
    }
}
