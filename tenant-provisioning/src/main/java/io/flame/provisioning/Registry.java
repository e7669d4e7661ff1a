package io.flame.provisioning;

import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The platform's list of tenants. */
final class Registry {
    private static final String SELECT = """
            SELECT slug, id, name, status, locale, time_zone, organization_id, plan, quotas, delete_after,
                   schema_version, migration_error, created_at, updated_at FROM flame.tenants\s""";

    private static final String RETIRE = """
            INSERT INTO flame.retired_slugs (slug, tenant_id)
            SELECT t.slug, t.id FROM flame.tenants t LEFT JOIN flame.provisioning p ON p.tenant = t.slug
             WHERE t.slug = ? AND NOT (t.status = 'provisioning' AND coalesce(p.origin, '') = 'capsule')
            ON CONFLICT (slug) DO UPDATE SET tenant_id = excluded.tenant_id""";

    private final Database database;

    Registry(Database database) {
        this.database = database;
    }

    /** The tenant's row; made if there is none. */
    TenantSummary ensure(NewTenant tenant, String plan) {
        return database.inPlatform(tx -> {
            insert(tx, tenant, plan);
            return tx.queryOne(SELECT + "WHERE slug = ?", Registry::summary, tenant.slug())
                    .orElseThrow(() -> Problem.conflict("slug: " + tenant.slug() + " was a tenant that is gone"));
        });
    }

    /** Makes the tenant's row; false when the slug is or was somebody's. */
    static boolean insert(Transaction tx, NewTenant tenant, String plan) throws SQLException {
        Optional<UUID> made = tx.queryOne(
                "INSERT INTO flame.tenants (slug, name, status, locale, time_zone, plan)"
                        + " SELECT ?, ?, 'provisioning', ?, ?, ?"
                        + " WHERE NOT EXISTS (SELECT 1 FROM flame.retired_slugs WHERE slug = ?)"
                        + " ON CONFLICT (slug) DO NOTHING RETURNING id",
                row -> row.getObject(1, UUID.class),
                tenant.slug(),
                tenant.name(),
                tenant.locale(),
                tenant.timeZone(),
                plan,
                tenant.slug());
        made.ifPresent(id ->
                tx.tell(new Change(id, null, Map.of("slug", tenant.slug(), "name", tenant.name(), "plan", plan))));
        return made.isPresent();
    }

    /**
     * Makes the row of a tenant that comes from a capsule, with the id it has had as long as nobody else has it.
     *
     * @return false when the slug is somebody's
     */
    static boolean insert(Transaction tx, TenantId slug, CapsuleManifest.Tenant tenant, String plan, String quotas)
            throws SQLException {
        return tx.update(
                        """
                        INSERT INTO flame.tenants (slug, id, name, status, locale, time_zone, plan, quotas)
                        SELECT ?, CASE WHEN EXISTS (SELECT 1 FROM flame.tenants WHERE id = ?) THEN gen_random_uuid() ELSE ? END,
                               ?, 'provisioning', ?, ?, ?, ?::jsonb
                        ON CONFLICT (slug) DO NOTHING""",
                        slug.slug(),
                        tenant.id(),
                        tenant.id(),
                        tenant.name(),
                        tenant.locale(),
                        tenant.timeZone(),
                        plan,
                        quotas)
                == 1;
    }

    /** Whose a slug was that nobody has any more: empty when it was nobody's, and without an id when that is not known. */
    Optional<Optional<UUID>> retired(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(
                "SELECT tenant_id FROM flame.retired_slugs WHERE slug = ?",
                row -> Optional.ofNullable(row.getObject(1, UUID.class)),
                tenant.slug()));
    }

    Optional<TenantSummary> find(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(SELECT + "WHERE slug = ?", Registry::summary, tenant.slug()));
    }

    /** Whether it is finished, and not about to go. */
    boolean isInUse(TenantId tenant) {
        return find(tenant)
                .filter(row -> List.of("active", "suspended").contains(row.status()))
                .isPresent();
    }

    TenantSummary require(TenantId tenant) {
        return find(tenant).orElseThrow(() -> Problem.invalid("slug", "unknown", "There is no tenant " + tenant));
    }

    List<TenantSummary> all() {
        return database.inPlatform(tx -> tx.query(SELECT + "ORDER BY slug", Registry::summary));
    }

    /** All but those that are being taken apart. */
    List<TenantId> toMigrate() {
        return database.inPlatform(tx -> tx.query(
                "SELECT slug FROM flame.tenants t WHERE NOT EXISTS (SELECT 1 FROM flame.provisioning p"
                        + " WHERE p.tenant = t.slug AND p.state = 'undoing') ORDER BY slug",
                row -> TenantId.of(row.getString(1))));
    }

    /** Some finished tenants whose schemas have one of these versions and have not failed to leave it. */
    List<TenantId> behind(List<String> versions) {
        return database.inPlatform(tx -> tx.query(
                "SELECT slug FROM flame.tenants WHERE schema_version = ANY (?) AND migration_error IS NULL"
                        + " AND status IN ('active', 'suspended') ORDER BY migrated_at LIMIT 20",
                row -> TenantId.of(row.getString(1)),
                (Object) versions.toArray(String[]::new)));
    }

    /** In the order of their slugs, from the one after {@code after} on. */
    List<TenantSummary> page(Optional<String> status, String after, int limit) {
        return database.inPlatform(tx -> tx.query(
                SELECT + "WHERE slug > ? AND (?::text IS NULL OR status = ?) ORDER BY slug LIMIT ?",
                Registry::summary,
                after,
                status.orElse(null),
                status.orElse(null),
                limit));
    }

    /** Tenants whose grace is over. */
    List<TenantId> due(Instant now) {
        return database.inPlatform(tx -> tx.query(
                "SELECT slug FROM flame.tenants WHERE delete_after <= ? ORDER BY delete_after LIMIT 100",
                row -> TenantId.of(row.getString(1)),
                now));
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

    /** From one status to another; false when the tenant is in neither. */
    boolean move(TenantId tenant, String from, String to) {
        return database.inPlatform(tx -> tx.update(
                        "UPDATE flame.tenants SET status = ?, updated_at = now() WHERE slug = ? AND status IN (?, ?)",
                        to,
                        tenant.slug(),
                        from,
                        to))
                == 1;
    }

    /** Marks a finished tenant for its end; one that is marked keeps its day. */
    boolean mark(TenantId tenant, Instant deleteAfter) {
        return database.inPlatform(tx -> tx.update("""
                        UPDATE flame.tenants SET status_before = coalesce(status_before, status), status = 'deleting',
                               delete_after = coalesce(delete_after, ?), updated_at = now()
                         WHERE slug = ? AND status IN ('active', 'suspended', 'deleting')""", deleteAfter, tenant.slug())) == 1;
    }

    /** Takes the mark away as long as the grace lasts. */
    boolean restore(TenantId tenant, Instant now) {
        return database.inPlatform(tx -> tx.update("""
                        UPDATE flame.tenants SET status = status_before, status_before = NULL, delete_after = NULL,
                               updated_at = now()
                         WHERE slug = ? AND status = 'deleting' AND delete_after > ?""", tenant.slug(), now)) == 1;
    }

    /** Writes name, plan and quotas, on the condition that the caller has seen the tenant as it is now. */
    void change(TenantSummary changed, IfMatch condition) {
        database.runInPlatform(tx -> {
            TenantSummary present = tx.queryOne(SELECT + "WHERE slug = ? FOR UPDATE", Registry::summary, changed.slug())
                    .orElseThrow(Problem::notFound);
            condition.check(present.etag());
            tx.update(
                    "UPDATE flame.tenants SET name = ?, plan = ?, quotas = ?::jsonb, updated_at = now() WHERE slug = ?",
                    changed.name(),
                    changed.plan(),
                    Json.write(changed.quotas()),
                    changed.slug());
            tx.tell(new Change(present.id(), present, changed));
        });
    }

    boolean isPlan(String name) {
        return database.inPlatform(tx -> tx.queryOne("SELECT 1 FROM flame.plans WHERE name = ?", row -> true, name)
                .isPresent());
    }

    void migrated(TenantId tenant, @Nullable String version, @Nullable String error) {
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET schema_version = coalesce(?, schema_version), migration_error = ?,"
                        + " migrated_at = now() WHERE slug = ?",
                version,
                error,
                tenant.slug()));
    }

    /**
     * Ends the tenant's name: with the row go its key, its routes, its jobs and where its
     * people were signed in, and nobody gets the slug again. Only an
     * import that was never finished gives it free, since nobody has ever met that tenant here.
     */
    void retire(TenantId tenant) {
        database.runInPlatform(tx -> {
            tx.update("DELETE FROM flame.jobs WHERE tenant = ?", tenant.slug());
            tx.update("DELETE FROM flame.sessions WHERE tenant = ?", tenant.slug());
            tx.update(RETIRE, tenant.slug());
            tx.update("DELETE FROM flame.tenants WHERE slug = ?", tenant.slug());
        });
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
                row.getString("plan"),
                Json.read(row.getString("quotas"), com.fasterxml.jackson.databind.node.ObjectNode.class),
                instant(row, "delete_after"),
                Optional.ofNullable(row.getString("schema_version")),
                Optional.ofNullable(row.getString("migration_error")),
                instant(row, "created_at").orElseThrow(),
                instant(row, "updated_at").orElseThrow());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
