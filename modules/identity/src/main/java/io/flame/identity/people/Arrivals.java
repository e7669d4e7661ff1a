package io.flame.identity.people;

import io.flame.identity.Memberships;
import io.flame.identity.Role;
import io.flame.identity.SingleSignOn.Arrival;
import io.flame.kernel.EventLog;
import io.flame.kernel.Jobs;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditActor;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.RequestOrigin;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;

/** People who become members because the tenant's own identity provider vouches for them. */
@ApplicationScoped
public class Arrivals {

    private static final String ACTION = "single sign-on: joined";
    private static final int LONGEST_NAME = 255;

    private final Database database;
    private final Memberships memberships;
    private final EventLog log;
    private final Jobs jobs;
    private final Usage usage;
    private final AuditLog audit;
    private final RequestOrigin origin;
    private final Clock clock;

    @Inject
    public Arrivals(
            Database database,
            Memberships memberships,
            EventLog log,
            Jobs jobs,
            Usage usage,
            AuditLog audit,
            RequestOrigin origin,
            Clock clock) {
        this.database = database;
        this.memberships = memberships;
        this.log = log;
        this.jobs = jobs;
        this.usage = usage;
        this.audit = audit;
        this.origin = origin;
        this.clock = clock;
    }

    /**
     * Makes a member of somebody who never was one; whoever was, and whoever has the address of one, is left as they are.
     *
     * @throws Problem 402 when no seat is free
     */
    public void admit(TenantId tenant, Arrival arrival, Role role) {
        TenantQuota quota = usage.quota(tenant);
        AuditActor actor = new AuditActor("user", arrival.userId().toString(), arrival.email(), role.word());
        audit.expect(tenant, AuditEntry.intended(actor, ACTION, arrival.userId().toString(), origin.current()));
        try {
            database.runInTenant(tenant, tx -> {
                if (isNew(tx, arrival)) {
                    usage.requireRoom(tx, quota, Seats.TAKEN);
                    join(tx, arrival, role);
                }
            });
        } finally {
            audit.settle();
        }
    }

    private static boolean isNew(Transaction tx, Arrival arrival) throws SQLException {
        return tx.queryOne(
                        "SELECT 1 FROM users WHERE id = ? OR lower(email) = ?",
                        row -> true,
                        arrival.userId(),
                        arrival.email().toLowerCase(Locale.ROOT))
                .isEmpty();
    }

    /** An invitation that waits for the same person has done its work. */
    private void join(Transaction tx, Arrival arrival, Role role) throws SQLException {
        String name = name(arrival);
        int added = tx.update(
                "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                arrival.userId(),
                arrival.email(),
                name,
                role.word());
        if (added == 0) {
            return;
        }
        tx.update(
                "UPDATE invitations SET accepted_at = ? WHERE lower(email) = ? AND accepted_at IS NULL",
                clock.instant(),
                arrival.email().toLowerCase(Locale.ROOT));
        log.publish(tx, new MemberAdded(arrival.userId(), name, role));
        jobs.enqueue(tx, AccountSync.KIND, arrival.userId().toString());
        TenantId tenant = tx.tenant();
        tx.afterCommit(() -> memberships.forget(tenant, arrival.userId()));
        tx.tell(new Change(arrival.userId(), null, People.find(tx, arrival.userId())));
    }

    private static String name(Arrival arrival) {
        String email = arrival.email();
        String name = arrival.name().isBlank() ? email.substring(0, email.lastIndexOf('@')) : arrival.name();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }
}
