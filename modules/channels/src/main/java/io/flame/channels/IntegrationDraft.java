package io.flame.channels;

import io.flame.messaging.Platform;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people say of an integration, apart from its credentials. */
record IntegrationDraft(
        Platform platform,
        String name,
        String externalId,
        @Nullable String webhookUrl,
        @Nullable UUID defaultAssistantId) {}
