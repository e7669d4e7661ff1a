package io.flame.identity.people;

import io.flame.kernel.Jobs;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.usage.QuotaReached;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Lets a mail be sent to each administrator when a limit comes to its end. */
@ApplicationScoped
class QuotaNotices {

    private final Database database;
    private final Jobs jobs;

    @Inject
    QuotaNotices(Database database, Jobs jobs) {
        this.database = database;
        this.jobs = jobs;
    }

    void on(@Observes QuotaReached fact) {
        TenantId tenant = database.current().orElseThrow().tenant();
        database.runInTenant(tenant, tx -> {
            List<UUID> admins = tx.query(
                    "SELECT id FROM users WHERE role = 'admin' AND is_active", row -> row.getObject(1, UUID.class));
            jobs.enqueueAll(
                    tx,
                    QuotaMailJob.KIND,
                    admins.stream()
                            .map(admin -> QuotaNotice.of(admin, fact).key())
                            .toList());
        });
    }
}
