package io.flame.channels;

import io.flame.messaging.Platform;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;
import org.jspecify.annotations.Nullable;

/** An account at a provider through which a tenant talks with its customers. */
@Entity
@Table(name = "integrations")
class Integration {

    @Id
    private UUID id;

    @Column
    private @Nullable UUID userId;

    @Column(nullable = false, updatable = false)
    private String platform;

    @Column(nullable = false)
    private String name;

    @Column(nullable = false)
    private String status;

    @Column(nullable = false)
    private String externalId;

    @Column(nullable = false)
    @ColumnTransformer(write = "?::jsonb")
    private String credentials;

    @Column
    private @Nullable UUID defaultAssistantId;

    @Column
    private @Nullable String webhookUrl;

    @Column
    private @Nullable String lastError;

    @Column
    private @Nullable Instant lastSync;

    @Version
    private int version;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant updatedAt;

    /** For Hibernate, which fills the fields itself. */
    protected Integration() {}

    Integration(UUID id, Platform platform, @Nullable UUID userId, Instant now) {
        this.id = id;
        this.userId = userId;
        this.platform = platform.word();
        this.name = "";
        this.status = IntegrationStatus.INACTIVE.word();
        this.externalId = "";
        this.credentials = StoredCredentials.empty().json();
        this.createdAt = now;
        this.updatedAt = now;
    }

    UUID id() {
        return id;
    }

    Platform platform() {
        return Platform.of(platform).orElseThrow();
    }

    IntegrationStatus status() {
        return IntegrationStatus.of(status);
    }

    String externalId() {
        return externalId;
    }

    StoredCredentials credentials() {
        return StoredCredentials.parse(credentials);
    }

    int version() {
        return version;
    }

    Optional<Instant> lastSync() {
        return Optional.ofNullable(lastSync);
    }

    Instant createdAt() {
        return createdAt;
    }

    void describe(IntegrationDraft draft, StoredCredentials sealed, Instant now) {
        name = draft.name();
        externalId = draft.externalId();
        webhookUrl = draft.webhookUrl();
        defaultAssistantId = draft.defaultAssistantId();
        credentials = sealed.json();
        updatedAt = now;
    }

    void connected(Instant now) {
        status = IntegrationStatus.ACTIVE.word();
        lastError = null;
        lastSync = now;
        updatedAt = now;
    }

    void disconnected(Instant now) {
        status = IntegrationStatus.INACTIVE.word();
        updatedAt = now;
    }

    void refused(String reason, Instant now) {
        status = IntegrationStatus.ERROR.word();
        lastError = reason;
        updatedAt = now;
    }

    /** What stands in it, apart from the credentials. */
    IntegrationDraft draft() {
        return new IntegrationDraft(platform(), name, externalId, webhookUrl, defaultAssistantId);
    }

    IntegrationView view() {
        return new IntegrationView(
                id,
                platform(),
                name,
                status(),
                externalId,
                CredentialViews.of(platform(), credentials()),
                defaultAssistantId,
                webhookUrl,
                lastError,
                lastSync,
                version,
                createdAt,
                updatedAt);
    }
}
