package io.flame.assistant;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "assistants")
class Assistant {

    @Id
    private UUID id;

    @Column(updatable = false)
    private @Nullable UUID userId;

    @Column
    private String name;

    @Column
    private @Nullable String description;

    @Column
    private String type;

    @Column
    private String status;

    @Column
    private @Nullable String autoResponse;

    @Column
    private @Nullable String aiPrompt;

    @Column
    private @Nullable String timeZone;

    @Version
    private int version;

    @Column(updatable = false)
    private Instant createdAt;

    @Column
    private Instant updatedAt;

    /** For Hibernate. */
    Assistant() {}

    Assistant(UUID id, @Nullable UUID userId, AssistantFields fields, Instant now) {
        this.id = id;
        this.userId = userId;
        this.createdAt = now;
        set(fields, now);
    }

    /** Takes the new values over; tells whether anything has changed. */
    boolean change(AssistantFields fields, Instant now) {
        if (fields.equals(fields())) {
            return false;
        }
        set(fields, now);
        return true;
    }

    AssistantFields fields() {
        return new AssistantFields(
                name,
                description,
                AssistantType.of(type),
                AssistantStatus.of(status),
                autoResponse,
                aiPrompt,
                timeZone);
    }

    AssistantView view() {
        return new AssistantView(
                id, userId, name, description, type, status, autoResponse, aiPrompt, timeZone, createdAt, updatedAt);
    }

    Versioned<AssistantView> versioned() {
        return new Versioned<>(view(), etag());
    }

    String etag() {
        return "\"" + version + "\"";
    }

    UUID id() {
        return id;
    }

    @Nullable
    String timeZone() {
        return timeZone;
    }

    Instant createdAt() {
        return createdAt;
    }

    private void set(AssistantFields fields, Instant now) {
        name = fields.name();
        description = fields.description();
        type = fields.type().word();
        status = fields.status().word();
        autoResponse = fields.autoResponse();
        aiPrompt = fields.aiPrompt();
        timeZone = fields.timeZone();
        updatedAt = now;
    }
}
