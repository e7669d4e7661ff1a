package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Memberships;
import io.flame.identity.Role;
import io.flame.identity.Sessions;
import io.flame.identity.keycloak.KeycloakMembers;
import io.flame.identity.keycloak.KeycloakMembers.NewAccount;
import io.flame.kernel.EventLog;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.Usage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * How an invited person becomes a member. Somebody new gets an account with the password they choose; somebody who has an
 * account already, perhaps in another tenant, must know its password, because a token may have passed through other hands.
 * A joining that was cut off is finished by trying again.
 */
@ApplicationScoped
public class Joining {

    private final Database database;
    private final Organizations organizations;
    private final KeycloakMembers keycloak;
    private final BiConsumer<String, String> passwordCheck;
    private final Memberships memberships;
    private final EventLog log;
    private final Usage usage;
    private final Clock clock;

    @Inject
    Joining(
            Database database,
            Organizations organizations,
            KeycloakMembers keycloak,
            Sessions sessions,
            Memberships memberships,
            EventLog log,
            Usage usage,
            Clock clock) {
        this(database, organizations, keycloak, sessions::confirm, memberships, log, usage, clock);
    }

    Joining(
            Database database,
            Organizations organizations,
            KeycloakMembers keycloak,
            BiConsumer<String, String> passwordCheck,
            Memberships memberships,
            EventLog log,
            Usage usage,
            Clock clock) {
        this.database = database;
        this.organizations = organizations;
        this.keycloak = keycloak;
        this.passwordCheck = passwordCheck;
        this.memberships = memberships;
        this.log = log;
        this.usage = usage;
        this.clock = clock;
    }

    /** An invitation that still stands. */
    private record Standing(UUID id, InvitationToken token, String email, String name, Role role) {}

    /**
     * Accepts an invitation.
     *
     * @param body token, password and perhaps name
     * @return who has joined; signing in is the next step
     * @throws Problem 422 for a token that is unknown, used or expired, and for a password that breaks the realm's rules;
     *     401 for a wrong password of an existing account; 402 when no seat is free; 503 while Keycloak is down
     */
    public JoinedMember accept(JsonNode body) {
        return accept(Acceptance.of(body));
    }

    /**
     * As {@link #accept(JsonNode)}, for somebody who registers.
     *
     * @param body invitation, password, and perhaps name and email, which must be the address that was invited
     */
    public JoinedMember register(JsonNode body) {
        return accept(Acceptance.ofRegistration(body));
    }

    private JoinedMember accept(Acceptance acceptance) {
        Standing invitation = InvitationToken.parse(acceptance.token())
                .filter(token -> organizations.isActive(token.tenant()))
                .flatMap(this::find)
                .orElseThrow(() -> refused(acceptance.field()));
        if (!acceptance.email().orElse(invitation.email()).equals(invitation.email())) {
            throw Problem.invalid("email", "not_invited", "email is not the address that was invited");
        }
        String name = acceptance.name().orElse(invitation.name());
        UUID userId = account(invitation, name, acceptance.password());
        keycloak.join(organizations.of(invitation.token().tenant()), userId);
        return join(invitation, userId, name, acceptance.field());
    }

    private Optional<Standing> find(InvitationToken token) {
        TenantQuota quota = usage.quota(token.tenant());
        return database.inTenant(token.tenant(), tx -> {
            Optional<Standing> found = tx.queryOne(
                    "SELECT id, email, name, role FROM invitations"
                            + " WHERE token_hash = ? AND accepted_at IS NULL AND expires_at > ?",
                    row -> new Standing(
                            row.getObject(1, UUID.class),
                            token,
                            row.getString(2),
                            row.getString(3),
                            Role.of(row.getString(4)).orElse(Role.USER)),
                    token.hash(),
                    clock.instant());
            if (found.isPresent()) {
                usage.requireRoom(tx, quota, Seats.TAKEN);
            }
            return found;
        });
    }

    private UUID account(Standing invitation, String name, String password) {
        Optional<UUID> existing = keycloak.find(invitation.email());
        if (existing.isPresent()) {
            requirePassword(invitation.email(), password);
            keycloak.verified(existing.get());
            return existing.get();
        }
        return keycloak.create(
                new NewAccount(invitation.token().tenant(), invitation.email(), name, invitation.role(), password));
    }

    /** Somebody with a second factor cannot sign in by the password alone, but has shown it by then. */
    private void requirePassword(String email, String password) {
        try {
            passwordCheck.accept(email, password);
        } catch (Problem refusal) {
            if (refusal.code() != ProblemCode.OTP_REQUIRED) {
                throw refusal;
            }
        }
    }

    private JoinedMember join(Standing invitation, UUID userId, String name, String field) {
        TenantQuota quota = usage.quota(invitation.token().tenant());
        return database.inTenant(invitation.token().tenant(), tx -> {
            usage.requireRoom(tx, quota, Seats.TAKEN);
            int accepted = tx.update(
                    "UPDATE invitations SET accepted_at = ? WHERE id = ? AND token_hash = ? AND accepted_at IS NULL",
                    clock.instant(),
                    invitation.id(),
                    invitation.token().hash());
            if (accepted == 0) {
                throw refused(field);
            }
            tx.update(
                    "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, ?)",
                    userId,
                    invitation.email(),
                    name,
                    invitation.role().word());
            log.publish(tx, new MemberAdded(userId, name, invitation.role()));
            tx.afterCommit(() -> memberships.forget(invitation.token().tenant(), userId));
            JoinedMember joined = new JoinedMember(
                    userId,
                    invitation.email(),
                    name,
                    invitation.role(),
                    tx.tenant().slug());
            tx.tell(new Change(userId, null, joined));
            return joined;
        });
    }

    private static Problem refused(String field) {
        return Problem.invalid(field, "invalid_token", field + " is unknown, was used, or has expired");
    }
}
