package io.flame.channels;

import io.flame.kernel.persistence.Transaction;
import io.flame.kernel.usage.Limit;
import io.flame.kernel.usage.TenantQuota;
import io.flame.kernel.usage.UsageGauge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;

/** Adds up the bytes of the files that a tenant's messages refer to and that are kept here. */
@ApplicationScoped
class StoredFiles implements UsageGauge {

    @Inject
    StoredFiles() {}

    @Override
    public Limit limit() {
        return Limit.STORAGE;
    }

    @Override
    public long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException {
        return tx.queryOne(
                        "SELECT coalesce(sum(size_bytes), 0)::bigint FROM attachments WHERE status = 'stored'",
                        row -> row.getLong(1))
                .orElse(0L);
    }
}
