package io.flame.api.audit;

import io.flame.identity.Role;
import io.flame.identity.SessionUser;
import io.flame.identity.people.JoinedMember;
import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditActor;
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

    /** The same by somebody who has just signed in. */
    Deed by(SessionUser user) {
        String kind = user.role() == Role.OPERATOR ? "operator" : "user";
        AuditActor actor = new AuditActor(
                kind, user.id().toString(), user.email(), user.role().word());
        return new Deed(user.tenant() == null ? null : TenantId.of(user.tenant()), entry.by(actor), null);
    }

    /** The same by somebody who has just become a member. */
    Deed by(JoinedMember joined) {
        String id = joined.id().toString();
        AuditActor actor =
                new AuditActor("user", id, joined.email(), joined.role().word());
        return new Deed(TenantId.of(joined.tenant()), entry.by(actor).onto(id), null);
    }

    boolean isWritten() {
        return ride != null && ride.isDone();
    }
}
