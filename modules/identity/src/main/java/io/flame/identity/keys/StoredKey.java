package io.flame.identity.keys;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of the tenant's keys that has not been revoked, as far as a check needs it. */
record StoredKey(
        UUID id,
        String name,
        byte[] hash,
        Set<Scope> scopes,
        @Nullable Instant expiresAt) {

    boolean isGoodAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
