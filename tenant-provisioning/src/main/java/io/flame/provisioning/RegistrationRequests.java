package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.kernel.Jobs;
import io.flame.kernel.KeyRotation;
import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Registrations until somebody has confirmed their addresses: rows, and nothing else in the world. */
@ApplicationScoped
class RegistrationRequests {

    /** How long a mail is good for. */
    static final Duration LIFE = Duration.ofHours(24);

    /** The job table wants a tenant, and this one is nobody's. */
    private static final String NO_TENANT = "platform";

    private static final String PLACE = KeyRotation.REGISTRATION_PASSWORD;

    private static final String KEEP = """
            INSERT INTO flame.registration_requests
                   (id, email, name, business, locale, time_zone, sealed_password, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String ENQUEUE = """
            INSERT INTO flame.jobs AS j (tenant, kind, key, due_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (tenant, kind, key) DO UPDATE SET signals = j.signals + 1""";

    private static final String TAKE = """
            DELETE FROM flame.registration_requests WHERE token_hash = ? AND expires_at > ?
            RETURNING email, sealed_password, name, business, locale, time_zone""";

    private final Database database;
    private final PlatformSecrets secrets;
    private final Jobs jobs;
    private final Clock clock;

    @Inject
    RegistrationRequests(Database database, PlatformSecrets secrets, Jobs jobs, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** A registration whose address is to be confirmed. */
    record Waiting(UUID id, String email, String business, String locale) {}

    void keep(Registration registration) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        String sealed = secrets.seal(PLACE, registration.password());
        database.runInPlatform(tx -> {
            tx.update(
                    KEEP,
                    id,
                    registration.email(),
                    registration.name(),
                    registration.business(),
                    registration.locale(),
                    registration.timeZone(),
                    sealed,
                    now.plus(LIFE));
            enqueue(tx, id);
        });
    }

    /** Has the mail of the address's latest registration sent once more. */
    void sendAgain(String email) {
        database.runInPlatform(tx -> {
            Optional<UUID> latest = tx.queryOne(
                    "SELECT id FROM flame.registration_requests WHERE email = ? AND expires_at > ?"
                            + " ORDER BY id DESC LIMIT 1",
                    row -> row.getObject(1, UUID.class),
                    email,
                    clock.instant());
            if (latest.isPresent()) {
                enqueue(tx, latest.get());
            }
        });
    }

    private void enqueue(Transaction tx, UUID id) throws SQLException {
        tx.update(ENQUEUE, NO_TENANT, RegistrationMailJob.KIND, id.toString(), clock.instant());
        jobs.wakeAfter(tx);
    }

    Optional<Waiting> find(UUID id) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT id, email, business, locale FROM flame.registration_requests WHERE id = ? AND expires_at > ?",
                row -> new Waiting(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)),
                id,
                clock.instant()));
    }

    /** From now on this is the registration's only token, good for as long as a new one. */
    void issue(UUID id, ConfirmationToken token) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.registration_requests SET token_hash = ?, expires_at = ? WHERE id = ?",
                token.hash(),
                clock.instant().plus(LIFE),
                id));
    }

    void drop(UUID id) {
        database.runInPlatform(tx -> tx.update("DELETE FROM flame.registration_requests WHERE id = ?", id));
    }

    /** Uses the token up; empty when there is no such token, or not any more. */
    Optional<Registration> take(Transaction tx, ConfirmationToken token) throws SQLException {
        return tx.queryOne(
                TAKE,
                row -> new Registration(
                        row.getString(1),
                        secrets.open(PLACE, row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)),
                token.hash(),
                clock.instant());
    }
}
