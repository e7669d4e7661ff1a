package io.flame.api.idempotency;

import io.flame.kernel.TenantId;

/** The right to have the effect of a key, and the duty to store the answer. */
record Claim(TenantId tenant, String caller, String key) {}
