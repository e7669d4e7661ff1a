package io.flame.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every tenant's team, kept for a few seconds so that a decision need not read it. This node forgets it on a change made
 * here; what another node changed is seen within {@link #FRESH}.
 */
@ApplicationScoped
class Teams {

    static final Duration FRESH = Duration.ofSeconds(5);

    private static final int MOST_TENANTS = 20_000;

    /** So far may the clocks of a place be from UTC, and a range have begun on the day before. */
    private static final int DAYS_BACK = 2;

    private static final String FALLBACK = "assistant.fallback";
    private static final String PERSON_STAYS = "assistant.personStaysMinutes";
    private static final int MOST_MINUTES = 7 * 24 * 60;

    private final Database database;
    private final TenantZones zones;
    private final Clock clock;
    private final Cache<TenantId, Team> teams;

    @Inject
    Teams(Database database, TenantZones zones, Clock clock) {
        this(database, zones, clock, Ticker.systemTicker());
    }

    Teams(Database database, TenantZones zones, Clock clock, Ticker ticker) {
        this.database = database;
        this.zones = zones;
        this.clock = clock;
        this.teams = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(FRESH)
                .maximumSize(MOST_TENANTS)
                .build();
    }

    /** No tenant transaction may be running. */
    Team of(TenantId tenant) {
        return teams.get(tenant, this::read);
    }

    void forget(TenantId tenant) {
        teams.invalidate(tenant);
    }

    private Team read(TenantId tenant) {
        ZoneId zone = zones.of(tenant);
        return database.inTenant(tenant, tx -> read(tx, zone));
    }

    /** The team as this transaction sees it. */
    Team read(Transaction tx, ZoneId tenantZone) throws SQLException {
        LocalDate from = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS_BACK);
        Map<UUID, List<WeeklyRange>> ranges = HoursReader.ranges(tx, null);
        List<SpecialDay> specialDays = HoursReader.specialDays(tx, null, from);
        List<Candidate> candidates = tx.query(
                "SELECT id, name, type, status, auto_response, time_zone FROM assistants ORDER BY created_at, id",
                row -> {
                    UUID id = row.getObject(1, UUID.class);
                    ZoneId zone = TenantZones.orElse(row.getString(6), tenantZone);
                    return new Candidate(
                            id,
                            row.getString(2),
                            AssistantType.of(row.getString(3)),
                            AssistantStatus.of(row.getString(4)),
                            row.getString(5),
                            new OpeningHours(zone, ranges.getOrDefault(id, List.of()), concerning(id, specialDays)));
                });
        Map<String, JsonNode> settings = settings(tx);
        return new Team(candidates, fallback(settings.get(FALLBACK)), personStays(settings.get(PERSON_STAYS)));
    }

    private static List<SpecialDay> concerning(UUID assistant, List<SpecialDay> specialDays) {
        return specialDays.stream()
                .filter(day -> day.isHoliday() || assistant.equals(day.assistantId()))
                .toList();
    }

    private static Map<String, JsonNode> settings(Transaction tx) throws SQLException {
        return tx
                .query(
                        "SELECT name, value::text FROM settings WHERE name IN (?, ?)",
                        row -> Map.entry(row.getString(1), Json.read(row.getString(2), JsonNode.class)),
                        FALLBACK,
                        PERSON_STAYS)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean fallback(@Nullable JsonNode setting) {
        return setting == null || !setting.isTextual() || !"none".equals(setting.textValue());
    }

    private static Duration personStays(@Nullable JsonNode setting) {
        if (setting == null || !setting.canConvertToInt()) {
            return Team.PERSON_STAYS;
        }
        int minutes = setting.intValue();
        return minutes >= 0 && minutes <= MOST_MINUTES ? Duration.ofMinutes(minutes) : Team.PERSON_STAYS;
    }
}
