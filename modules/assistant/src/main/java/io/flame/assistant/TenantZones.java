package io.flame.assistant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** On whose clocks an assistant's hours are read. */
@ApplicationScoped
class TenantZones {

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int MOST_TENANTS = 20_000;

    private final Database database;
    private final Cache<TenantId, ZoneId> zones = Caffeine.newBuilder()
            .expireAfterWrite(FRESH)
            .maximumSize(MOST_TENANTS)
            .build();

    @Inject
    TenantZones(Database database) {
        this.database = database;
    }

    /** The tenant's time zone, or UTC. Reads the platform schema, so no tenant transaction may be running. */
    ZoneId of(TenantId tenant) {
        return zones.get(tenant, this::read);
    }

    /** The assistant's own zone where it has one that exists, else the tenant's. */
    static ZoneId orElse(@Nullable String region, ZoneId fallback) {
        return region != null && ZoneId.getAvailableZoneIds().contains(region) ? ZoneId.of(region) : fallback;
    }

    private ZoneId read(TenantId tenant) {
        Optional<String> region = database.inPlatform(tx -> tx.queryOne(
                "SELECT time_zone FROM flame.tenants WHERE slug = ?", row -> row.getString(1), tenant.slug()));
        return orElse(region.orElse(null), ZoneOffset.UTC);
    }
}
