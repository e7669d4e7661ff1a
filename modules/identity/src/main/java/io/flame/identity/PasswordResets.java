package io.flame.identity;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.ResetStore.Grant;
import io.flame.identity.keycloak.KeycloakUsers;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** New passwords for those who have forgotten theirs, proved by a mail. */
@ApplicationScoped
public class PasswordResets {

    private static final System.Logger LOG = System.getLogger(PasswordResets.class.getName());

    private final ResetStore store;
    private final Attempts attempts;
    private final KeycloakUsers users;
    private final AfterResetJob afterReset;

    @Inject
    PasswordResets(ResetStore store, Attempts attempts, KeycloakUsers users, AfterResetJob afterReset) {
        this.store = store;
        this.attempts = attempts;
        this.users = users;
        this.afterReset = afterReset;
    }

    /**
     * Asks for a mail. Whether anybody has this address is found out later, by a job, so that neither the answer nor its
     * time tells; nor do they tell that an address had enough mails for now.
     */
    public void request(String email) {
        AccountName account = AccountName.of(email);
        if (attempts.take(AttemptLimit.RESET_MAIL, account).isPresent()) {
            store.request(account);
        }
    }

    /**
     * Sets the password, signs the user out everywhere and lifts a lock after wrong passwords. The token is used up, unless
     * the password is not good enough or Keycloak is away.
     *
     * @throws Problem 422 naming {@code token} or {@code password}
     */
    public void reset(String token, String password) {
        ResetToken given = new ResetToken(token);
        Grant grant = store.take(given)
                .orElseThrow(() -> Problem.invalid("token", "invalid_token", "token is unknown, used or expired"));
        setPassword(grant, given, password);
        shutOut(grant);
    }

    /** The password is changed: what follows from it must happen, if not now then by the job that waits. */
    private void shutOut(Grant grant) {
        try {
            attempts.forget(AttemptLimit.SIGN_IN, grant.account());
            afterReset.run(grant.userId());
            store.finished(grant.userId());
        } catch (RuntimeException failure) {
            LOG.log(WARNING, "what follows a new password is left to a job: {0}", String.valueOf(failure));
            store.finishNow(grant.userId());
        }
    }

    private void setPassword(Grant grant, ResetToken token, String password) {
        boolean set = false;
        try {
            users.setPassword(grant.userId(), password, "password");
            set = true;
        } finally {
            if (!set) {
                store.giveBack(grant, token);
            }
        }
    }
}
