package io.flame.channels;

import io.flame.messaging.Platform;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether an integration works.
 *
 * @param connected whether messages are sent through it
 * @param available whether this version can connect accounts of the platform at all
 */
public record IntegrationHealthView(
        UUID id,
        Platform platform,
        IntegrationStatus status,
        boolean connected,
        boolean available,
        @Nullable String lastError,
        @Nullable Instant lastSync) {}
