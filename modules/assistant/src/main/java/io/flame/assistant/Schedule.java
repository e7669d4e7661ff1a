package io.flame.assistant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.LocalTime;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "schedules")
class Schedule {

    @Id
    private UUID id;

    @Column(updatable = false)
    private UUID assistantId;

    @Column
    private int dayOfWeek;

    /** As a plain local time: java.sql.Time would drop the fraction and move it between time zones. */
    @Column
    @JdbcTypeCode(SqlTypes.LOCAL_TIME)
    private LocalTime startTime;

    @Column
    @JdbcTypeCode(SqlTypes.LOCAL_TIME)
    private LocalTime endTime;

    @Column
    private boolean overnight;

    @Column
    private boolean enabled;

    @Column(updatable = false)
    private Instant createdAt;

    /** For Hibernate. */
    Schedule() {}

    Schedule(UUID id, UUID assistantId, ScheduleFields fields, Instant now) {
        this.id = id;
        this.assistantId = assistantId;
        this.createdAt = now;
        set(fields);
    }

    final void set(ScheduleFields fields) {
        dayOfWeek = fields.dayOfWeek();
        startTime = fields.startTime();
        endTime = fields.endTime();
        overnight = fields.overnight();
        enabled = fields.enabled();
    }

    ScheduleFields fields() {
        return new ScheduleFields(dayOfWeek, startTime, endTime, overnight, enabled);
    }

    UUID id() {
        return id;
    }

    UUID assistantId() {
        return assistantId;
    }

    boolean enabled() {
        return enabled;
    }

    WeeklyRange range() {
        return fields().range(id);
    }

    ScheduleView view() {
        return new ScheduleView(
                id,
                assistantId,
                dayOfWeek,
                WallTime.format(startTime),
                WallTime.format(endTime),
                overnight,
                enabled,
                createdAt);
    }
}
