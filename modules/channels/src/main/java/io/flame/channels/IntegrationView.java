package io.flame.channels;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.flame.kernel.Tagged;
import io.flame.messaging.Platform;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An integration as the API shows it.
 *
 * @param externalId the provider's id of the account; WhatsApp's {@code phone_number_id}
 * @param credentials by name: a secret as {@code {"set":true,"last4":"…"}}, never itself; anything else as it is
 * @param lastError why the provider refused it last, in a sentence
 * @param lastSync when the provider last accepted it
 * @param version for the {@code ETag}; not part of the JSON
 */
public record IntegrationView(
        UUID id,
        Platform platform,
        String name,
        IntegrationStatus status,
        String externalId,
        Map<String, Object> credentials,
        @Nullable UUID defaultAssistantId,
        @Nullable String webhookUrl,
        @Nullable String lastError,
        @Nullable Instant lastSync,
        @JsonIgnore int version,
        Instant createdAt,
        Instant updatedAt)
        implements Tagged {

    /** How a secret is shown. {@code last4} is null when it is not set, or too short to show a part of it. */
    public record Secret(boolean set, @Nullable String last4) {}
}
