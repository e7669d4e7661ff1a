package io.flame.assistant;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows whether an assistant is on duty at any moment, before a customer finds out. */
@ApplicationScoped
public class Previews {

    private static final Instant FIRST = Instant.parse("1970-01-03T00:00:00Z");
    private static final Instant LAST = Instant.parse("2199-12-31T00:00:00Z");

    private final Database database;
    private final TenantZones zones;
    private final Clock clock;

    @Inject
    Previews(Database database, TenantZones zones, Clock clock) {
        this.database = database;
        this.zones = zones;
        this.clock = clock;
    }

    /** @param at an ISO-8601 instant, or null for now; 422 for anything else */
    public SchedulePreview preview(TenantId tenant, UUID assistantId, @Nullable String at) {
        Instant moment = at == null ? clock.instant() : instant(at);
        ZoneId tenantZone = zones.of(tenant);
        return database.inTenant(tenant, tx -> {
            Assistant assistant = Assistants.find(tx, assistantId);
            OpeningHours hours = new OpeningHours(
                    TenantZones.orElse(assistant.timeZone(), tenantZone),
                    HoursReader.ranges(tx, assistantId).getOrDefault(assistantId, List.of()),
                    HoursReader.specialDays(tx, assistantId, LocalDate.EPOCH));
            return show(assistant.fields().status(), hours, moment);
        });
    }

    private static SchedulePreview show(AssistantStatus status, OpeningHours hours, Instant moment) {
        Duty duty = hours.at(moment);
        boolean inactive = status == AssistantStatus.INACTIVE;
        return new SchedulePreview(
                moment,
                hours.zone().getId(),
                duty.local().toLocalDateTime(),
                !inactive && duty.onDuty(),
                inactive ? Reason.ASSISTANT_INACTIVE.word() : duty.reason().word(),
                inactive ? null : duty.matchedRange(),
                duty.specialDay() == null ? null : SpecialDayView.of(duty.specialDay()),
                inactive ? null : hours.nextChange(moment).orElse(null));
    }

    private static Instant instant(String text) {
        try {
            Instant moment = OffsetDateTime.parse(text)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant();
            if (moment.isBefore(FIRST) || moment.isAfter(LAST)) {
                throw Problem.invalid("at", "out_of_range", "at must be from " + FIRST + " to " + LAST);
            }
            return moment;
        } catch (DateTimeParseException e) {
            throw Problem.invalid("at", "wrong_format", "at must be an instant such as 2026-03-29T10:00:00Z");
        }
    }
}
