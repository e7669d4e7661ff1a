package io.flame.identity.keys;

import io.flame.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Where keys are kept. */
interface KeySource {

    /** The key with this handle, unless it is revoked or its tenant is not active. */
    Optional<StoredKey> find(TenantId tenant, String handle);

    void noteUse(TenantId tenant, UUID id, Instant when);
}
