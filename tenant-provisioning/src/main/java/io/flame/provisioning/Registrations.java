package io.flame.provisioning;

import io.flame.kernel.Problem;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.persistence.TransactionWork;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Makes tenants of registrations. What can be wrong with one is said at once; whether its e-mail address is known turns out
 * afterwards, and for one that is, no business comes of it.
 */
public final class Registrations {
    private static final String PLAN = "starter";

    private final Database database;
    private final SagaLog log;
    private final Secrets secrets;
    private final int most;
    private final Clock clock;

    /**
     * @param secrets used for nothing else: a data key that was rolled back must not be remembered
     * @param most how many an address may make in an hour
     */
    Registrations(Database database, Secrets secrets, int most, Clock clock) {
        this.database = database;
        this.log = new SagaLog(database);
        this.secrets = secrets;
        this.most = most;
        this.clock = clock;
    }

    /**
     * Says what can be said before the address is confirmed.
     *
     * @param address where it comes from
     * @throws Problem 422 naming every field that is wrong, 429 when the address has registered too often
     */
    void admit(Registration registration, String address) {
        registration.validate();
        count(address);
    }

    /**
     * Keeps a registration whose address is confirmed for whoever makes tenants, all of it or nothing.
     *
     * @param confirmed uses the token up, in the same transaction; empty when there is no such token
     * @return false when there is no such token
     */
    boolean open(TransactionWork<Optional<Registration>> confirmed) {
        return database.inPlatform(tx -> {
            Optional<Registration> registration = confirmed.run(tx);
            if (registration.isPresent()) {
                open(tx, registration.get());
            }
            return registration.isPresent();
        });
    }

    private void open(Transaction tx, Registration registration) throws SQLException {
        TenantId id = reserved(tx, registration).id();
        log.keepPassword(id, secrets.seal(id, TenantSaga.PASSWORD_PLACE, registration.password()));
    }

    private static NewTenant reserved(Transaction tx, Registration registration) throws SQLException {
        for (String slug : Slugs.of(registration.business()).toList()) {
            NewTenant tenant = registration.tenant(slug);
            if (reserve(tx, tenant)) {
                return tenant;
            }
        }
        throw Problem.conflict("business: choose another name");
    }

    private static boolean reserve(Transaction tx, NewTenant tenant) throws SQLException {
        boolean free = Registry.insert(tx, tenant, PLAN);
        if (free) {
            SagaLog.await(tx, tenant);
        }
        return free;
    }

    private void count(String address) {
        Instant now = clock.instant();
        Instant hour = now.truncatedTo(ChronoUnit.HOURS);
        int times = database.inPlatform(tx -> tx.queryOne(
                        "INSERT INTO flame.registrations AS r (address, hour) VALUES (?, ?)"
                                + " ON CONFLICT (hour, address) DO UPDATE SET times = r.times + 1 RETURNING times",
                        row -> row.getInt(1),
                        address,
                        hour)
                .orElseThrow());
        if (times > most) {
            throw Problem.tooMany(
                    "This address has registered too many businesses",
                    Duration.between(now, hour.plus(1, ChronoUnit.HOURS)));
        }
    }

    /** Forgets addresses after a day, and what nobody has confirmed in time. */
    void forget() {
        database.runInPlatform(
                tx -> tx.update("DELETE FROM flame.registration_requests WHERE expires_at < ?", clock.instant()));
        database.runInPlatform(tx -> tx.update(
                "DELETE FROM flame.registrations WHERE hour < ?",
                clock.instant().minus(1, ChronoUnit.DAYS)));
    }
}
