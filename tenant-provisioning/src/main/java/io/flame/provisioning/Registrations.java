package io.flame.provisioning;

import io.flame.kernel.Problem;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

    /** @param most how many an address may make in an hour */
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

    /** Keeps a registration whose address is confirmed for whoever makes tenants. */
    void open(Registration registration) {
        NewTenant tenant = Slugs.of(registration.business())
                .map(registration::tenant)
                .filter(this::isReserved)
                .findFirst()
                .orElseThrow(() -> Problem.conflict("business: choose another name"));
        TenantId id = tenant.id();
        log.keepPassword(id, secrets.seal(id, TenantSaga.PASSWORD_PLACE, registration.password()));
        log.offer(id);
    }

    private boolean isReserved(NewTenant tenant) {
        return database.inPlatform(tx -> reserve(tx, tenant));
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
