package io.flame.api.audit;

import io.flame.kernel.TenantId;
import io.flame.kernel.audit.AuditEntry;
import org.jspecify.annotations.Nullable;

/**
 * An operation that has begun.
 *
 * @param tenant in whose log it belongs; null for the platform's
 */
record Deed(@Nullable TenantId tenant, AuditEntry entry) {}
