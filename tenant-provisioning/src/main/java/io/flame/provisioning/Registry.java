package io.flame.provisioning;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The platform's list of tenants. */
final class Registry {
    private static final String SELECT =
            "SELECT slug, id, name, status, locale, time_zone, organization_id, created_at FROM flame.tenants ";

    private final Database database;

    Registry(Database database) {
        this.database = database;
    }

    /** The tenant's row; made if there is none. */
    TenantSummary ensure(NewTenant tenant) {
        return database.inPlatform(tx -> {
            tx.update(
                    "INSERT INTO flame.tenants (slug, name, status, locale, time_zone)"
                            + " VALUES (?, ?, 'provisioning', ?, ?) ON CONFLICT (slug) DO NOTHING",
                    tenant.slug(),
                    tenant.name(),
                    tenant.locale(),
                    tenant.timeZone());
            return tx.queryOne(SELECT + "WHERE slug = ?", Registry::summary, tenant.slug())
                    .orElseThrow();
        });
    }

    Optional<TenantSummary> find(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(SELECT + "WHERE slug = ?", Registry::summary, tenant.slug()));
    }

    TenantSummary require(TenantId tenant) {
        return find(tenant).orElseThrow(() -> Problem.invalid("slug", "unknown", "There is no tenant " + tenant));
    }

    List<TenantSummary> all() {
        return database.inPlatform(tx -> tx.query(SELECT + "ORDER BY slug", Registry::summary));
    }

    void setOrganization(TenantId tenant, String organizationId) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET organization_id = ?, updated_at = now() WHERE slug = ?",
                organizationId,
                tenant.slug()));
    }

    void activate(TenantId tenant) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET status = 'active', updated_at = now()"
                        + " WHERE slug = ? AND status = 'provisioning'",
                tenant.slug()));
    }

    private static TenantSummary summary(ResultSet row) throws SQLException {
        return new TenantSummary(
                row.getString("slug"),
                row.getObject("id", UUID.class),
                row.getString("name"),
                row.getString("status"),
                row.getString("locale"),
                row.getString("time_zone"),
                Optional.ofNullable(row.getString("organization_id")),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
