package io.flame.identity.keycloak;

import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether an account of Keycloak is somebody's whom a tenant has taken in, now or before. Any identity provider can have
 * Keycloak make an account for any address. FLAME lets nobody in by such a one, but whoever made it may have left a
 * password or a passkey there for the day when the address's owner joins: it must never be taken for theirs.
 */
public final class Belonging {

    private Belonging() {}

    /** @param tenant the slug that the account's attribute names, which its maker may have chosen; may be empty */
    public static boolean isSomebodys(Database database, UUID userId, String tenant) {
        Optional<Boolean> member = database.inPlatform(
                tx -> tx.queryOne("SELECT 1 FROM flame.memberships WHERE user_id = ? LIMIT 1", row -> true, userId));
        return member.isPresent() || wasIn(database, userId, tenant);
    }

    /** Whoever is deactivated may come back. */
    private static boolean wasIn(Database database, UUID userId, String slug) {
        if (!TenantId.isValid(slug)) {
            return false;
        }
        Optional<Boolean> known = database.inPlatform(tx -> tx.queryOne(
                "SELECT 1 FROM flame.tenants WHERE slug = ? AND status <> 'provisioning'", row -> true, slug));
        return known.isPresent()
                && database.inTenant(
                                TenantId.of(slug),
                                tx -> tx.queryOne("SELECT 1 FROM users WHERE id = ?", row -> true, userId))
                        .isPresent();
    }
}
