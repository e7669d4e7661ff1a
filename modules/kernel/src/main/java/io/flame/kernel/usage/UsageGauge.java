package io.flame.kernel.usage;

import io.flame.kernel.persistence.Transaction;
import java.sql.SQLException;
import java.time.Instant;

/** Tells how much of one limit a tenant uses. The module that owns what is limited has one as a bean. */
public interface UsageGauge {

    Limit limit();

    /** What is in use now, as the tenant's transaction sees it. */
    long used(Transaction tx, TenantQuota quota, Instant now) throws SQLException;
}
