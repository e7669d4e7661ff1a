package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.AddressMails;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Jobs;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** Invitations into a tenant, as its administrators handle them. Each is good for seven days and for one person. */
@ApplicationScoped
public class Invitations {

    private static final Duration GOOD_FOR = Duration.ofDays(7);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private static final String INVITE = """
            INSERT INTO invitations (id, email, name, role, invited_by, created_at, expires_at)
            VALUES (?, ?, ?, ?, (SELECT u.id FROM users u WHERE u.id = ?), ?, ?)
            ON CONFLICT (email) WHERE accepted_at IS NULL DO UPDATE
               SET name = excluded.name, role = excluded.role, invited_by = excluded.invited_by, token_hash = NULL,
                   mailed_at = NULL, created_at = excluded.created_at, expires_at = excluded.expires_at
            RETURNING\s""" + InvitationView.COLUMNS;

    private final Database database;
    private final Jobs jobs;
    private final Usage usage;
    private final Predicate<String> mails;
    private final Clock clock;

    @Inject
    Invitations(Database database, Jobs jobs, Usage usage, AddressMails mails, Clock clock) {
        this(database, jobs, usage, mails::take, clock);
    }

    /** @param mails whether one more mail may go to an address */
    Invitations(Database database, Jobs jobs, Usage usage, Predicate<String> mails, Clock clock) {
        this.database = database;
        this.jobs = jobs;
        this.usage = usage;
        this.mails = mails;
        this.clock = clock;
    }

    /**
     * Invites somebody by mail; inviting the same address again voids the earlier mail.
     *
     * @param body email, name and role; 422 when they break a rule
     * @throws Problem 409 for the address of somebody who belongs to the tenant, active or not, 402 when no seat is free, 429
     *     when the address has had five mails within an hour, whoever had them sent
     */
    public InvitationView invite(Caller caller, JsonNode body) {
        NewInvitation wanted = NewInvitation.of(body);
        requireMail(wanted.email());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        TenantQuota quota = usage.quota(caller.tenant());
        return database.inTenant(caller.tenant(), tx -> {
            refuseMember(tx, wanted.email());
            requireSeat(tx, quota, wanted.email(), now);
            InvitationView stored = tx.queryOne(
                            INVITE,
                            InvitationView::read,
                            Ids.next(),
                            wanted.email(),
                            wanted.name(),
                            wanted.role().word(),
                            caller.userId(),
                            now,
                            now.plus(GOOD_FOR))
                    .orElseThrow();
            jobs.enqueue(tx, InvitationMailJob.KIND, stored.id().toString());
            tx.tell(new Change(stored.id(), null, stored));
            return stored;
        });
    }

    private void requireMail(String email) {
        if (!mails.test(email)) {
            throw Problem.tooMany("email: this address has had too many mails within an hour", AN_HOUR);
        }
    }

    /** The open ones, newest first, those that have expired too. */
    public Page<InvitationView> list(TenantId tenant, PageRequest request) {
        List<Object> values = new ArrayList<>();
        String after = "";
        if (request.cursor().isPresent()) {
            after = " AND id < ?";
            values.add(Ids.parse(request.cursor().get().getFirst()).orElseThrow(PageRequest::invalidCursor));
        }
        values.add(request.limit() + 1);
        String sql = "SELECT " + InvitationView.COLUMNS + " FROM invitations WHERE accepted_at IS NULL" + after
                + " ORDER BY id DESC LIMIT ?";
        List<InvitationView> found =
                database.inTenant(tenant, tx -> tx.query(sql, InvitationView::read, values.toArray()));
        boolean more = found.size() > request.limit();
        List<InvitationView> shown = more ? found.subList(0, request.limit()) : found;
        return Page.of(shown, more ? PageRequest.cursor(shown.getLast().id()) : null);
    }

    /** Takes an open invitation back; 404 when there is none. */
    public void withdraw(TenantId tenant, UUID id) {
        database.runInTenant(tenant, tx -> {
            InvitationView withdrawn = tx.queryOne(
                            "DELETE FROM invitations WHERE id = ? AND accepted_at IS NULL RETURNING "
                                    + InvitationView.COLUMNS,
                            InvitationView::read,
                            id)
                    .orElseThrow(Problem::notFound);
            tx.tell(new Change(id, withdrawn, null));
        });
    }

    private static void refuseMember(Transaction tx, String email) throws SQLException {
        if (tx.queryOne("SELECT 1 FROM users WHERE email = ?", row -> true, email)
                .isPresent()) {
            throw Problem.conflict(email + " belongs to this tenant already; a deactivated person can be activated");
        }
    }

    /** An invitation that is made anew keeps the seat it holds. */
    private void requireSeat(Transaction tx, TenantQuota quota, String email, Instant now) throws SQLException {
        boolean held = tx.queryOne(
                        "SELECT 1 FROM invitations WHERE email = ? AND accepted_at IS NULL AND expires_at > ?",
                        row -> true,
                        email,
                        now)
                .isPresent();
        if (!held) {
            usage.requireRoom(tx, quota, Limit.SEATS);
        }
    }
}
