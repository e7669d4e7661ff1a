package io.flame.channels;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseException;
import io.flame.kernel.persistence.Transaction;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The table of routes, which is the platform's: an account of a provider belongs to one integration of one tenant.
 *
 * <p>A route is reserved before its integration is stored, in a transaction of its own, since no transaction may span the
 * platform and a tenant. If a crash leaves a route without an integration, the same tenant's next try takes it over at
 * once, anybody else's after a minute.
 */
@ApplicationScoped
class RouteStore {

    private static final Duration ORPHANED_AFTER = Duration.ofMinutes(1);
    private static final String TAKEN = "This account is already connected";

    /** Kind of the rows that lead from a hashed verify token; the integration's id makes shared tokens possible. */
    private static final String VERIFY = ".verify";

    private static final String LOWEST_ID = "00000000-0000-0000-0000-000000000000";
    private static final String HIGHEST_ID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private record Holder(TenantId tenant, UUID integrationId, Instant since) {}

    private final Database database;

    @Inject
    RouteStore(Database database) {
        this.database = database;
    }

    Map<String, RouteRow> find(Platform platform, Collection<String> externalIds) {
        Map<String, RouteRow> found = new HashMap<>();
        database.runInPlatform(tx -> tx.query(
                "SELECT external_id, tenant, integration_id FROM flame.channel_routes WHERE platform = ? AND external_id = ANY (?)",
                row -> found.put(
                        row.getString(1), new RouteRow(TenantId.of(row.getString(2)), row.getObject(3, UUID.class))),
                platform.word(),
                externalIds.toArray(String[]::new)));
        return found;
    }

    /**
     * Makes sure that the account is this tenant's.
     *
     * @return the id the integration has to get: {@code wanted}, or that of an attempt of the same tenant that broke off
     */
    UUID reserve(TenantId tenant, Platform platform, String externalId, UUID wanted) {
        Holder holder = insertOrFind(tenant, platform, externalId, wanted);
        if (holder.integrationId().equals(wanted)) {
            return wanted;
        }
        if (isInUse(holder, platform, externalId)) {
            throw Problem.conflict(TAKEN);
        }
        if (holder.tenant().equals(tenant)) {
            return holder.integrationId();
        }
        takeOver(holder, tenant, platform, externalId, wanted);
        return wanted;
    }

    private Holder insertOrFind(TenantId tenant, Platform platform, String externalId, UUID wanted) {
        return database.inPlatform(tx -> {
            tx.update("""
                    INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES (?, ?, ?, ?)
                    ON CONFLICT DO NOTHING""", platform.word(), externalId, tenant.slug(), wanted);
            return tx.queryOne(
                            """
                            SELECT tenant, integration_id, created_at FROM flame.channel_routes
                             WHERE platform = ? AND external_id = ?""",
                            row -> new Holder(
                                    TenantId.of(row.getString(1)),
                                    row.getObject(2, UUID.class),
                                    row.getTimestamp(3).toInstant()),
                            platform.word(),
                            externalId)
                    .orElseThrow(() -> Problem.conflict(TAKEN));
        });
    }

    private boolean isInUse(Holder holder, Platform platform, String externalId) {
        try {
            return database.inTenant(
                            holder.tenant(),
                            tx -> tx.queryOne(
                                    "SELECT 1 FROM integrations WHERE id = ? AND platform = ? AND external_id = ?",
                                    row -> true,
                                    holder.integrationId(),
                                    platform.word(),
                                    externalId))
                    .isPresent();
        } catch (DatabaseException e) {
            return true;
        }
    }

    private void takeOver(Holder holder, TenantId tenant, Platform platform, String externalId, UUID wanted) {
        int taken = database.inPlatform(tx -> tx.update(
                """
                UPDATE flame.channel_routes SET tenant = ?, integration_id = ?, created_at = now()
                 WHERE platform = ? AND external_id = ? AND integration_id = ?
                   AND created_at < now() - ? * interval '1 second'""",
                tenant.slug(),
                wanted,
                platform.word(),
                externalId,
                holder.integrationId(),
                ORPHANED_AFTER.toSeconds()));
        if (taken == 0) {
            throw Problem.conflict(TAKEN);
        }
    }

    /** Leaves the integration exactly these routes. Bears repeating. */
    void settle(TenantId tenant, Platform platform, UUID integrationId, String externalId, Optional<String> tokenHash) {
        database.runInPlatform(tx -> {
            tx.update("""
                    DELETE FROM flame.channel_routes WHERE integration_id = ? AND tenant = ?
                       AND NOT (platform = ? AND external_id = ?)""", integrationId, tenant.slug(), platform.word(), externalId);
            insert(tx, platform.word(), externalId, tenant, integrationId);
            if (tokenHash.isPresent()) {
                insert(tx, platform.word() + VERIFY, tokenHash.get() + "/" + integrationId, tenant, integrationId);
            }
        });
    }

    private static void insert(Transaction tx, String platform, String externalId, TenantId tenant, UUID integrationId)
            throws SQLException {
        tx.update("""
                INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES (?, ?, ?, ?)
                ON CONFLICT DO NOTHING""", platform, externalId, tenant.slug(), integrationId);
    }

    void remove(TenantId tenant, UUID integrationId) {
        database.runInPlatform(tx -> tx.update(
                "DELETE FROM flame.channel_routes WHERE integration_id = ? AND tenant = ?",
                integrationId,
                tenant.slug()));
    }

    /** Whether some integration of the platform, or of this one tenant, has a verify token with this hash. */
    boolean knowsVerifyToken(Platform platform, String tokenHash, Optional<String> tenant) {
        return database.inPlatform(tx -> tx.queryOne(
                        """
                        SELECT 1 FROM flame.channel_routes
                         WHERE platform = ? AND external_id BETWEEN ? AND ? AND (? OR tenant = ?) LIMIT 1""",
                        row -> true,
                        platform.word() + VERIFY,
                        tokenHash + "/" + LOWEST_ID,
                        tokenHash + "/" + HIGHEST_ID,
                        tenant.isEmpty(),
                        tenant.orElse("")))
                .isPresent();
    }
}
