package io.flame.kernel.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The limits of tenants: their own where they have one, else their plan's. A change holds within five seconds, and so does
 * a migration that brings the tables in which use is counted.
 */
@ApplicationScoped
public class Quotas {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int MOST_TENANTS = 20_000;

    private static final String READ = """
            SELECT (p.quotas || t.quotas)::text, t.time_zone,
                   ARRAY(SELECT c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                          WHERE n.nspname = ? AND c.relname = ANY (?::name[]))
              FROM flame.tenants t JOIN flame.plans p ON p.name = t.plan WHERE t.slug = ?""";

    private static final String[] TABLES = TenantQuota.ALL_TABLES.toArray(String[]::new);

    private final Database database;
    private final Cache<TenantId, TenantQuota> known = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(MOST_TENANTS)
            .build();

    @Inject
    public Quotas(Database database) {
        this.database = database;
    }

    /** Reads the platform schema, so no tenant transaction may be running. */
    public TenantQuota of(TenantId tenant) {
        return known.get(tenant, this::read);
    }

    private TenantQuota read(TenantId tenant) {
        return database.inPlatform(tx -> tx.queryOne(READ, Quotas::quota, tenant.schema(), TABLES, tenant.slug()))
                .orElseGet(() -> new TenantQuota(Map.of(), ZoneOffset.UTC));
    }

    private static TenantQuota quota(ResultSet row) throws SQLException {
        JsonNode given = Json.read(row.getString(1), JsonNode.class);
        Map<Limit, Long> limits = new EnumMap<>(Limit.class);
        for (Limit limit : Limit.values()) {
            JsonNode value = given.path(limit.word());
            if (value.canConvertToLong()) {
                limits.put(limit, value.longValue());
            }
        }
        return new TenantQuota(limits, zone(row.getString(2)), Set.of((String[])
                row.getArray(3).getArray()));
    }

    private static ZoneId zone(String region) {
        return ZoneId.getAvailableZoneIds().contains(region) ? ZoneId.of(region) : ZoneOffset.UTC;
    }
}
