package io.flame.channels;

import io.flame.kernel.Fact;
import io.flame.messaging.Platform;
import java.time.Instant;
import java.util.UUID;

/** A person has disconnected or deleted an integration: nothing is sent through it any more. */
public record ChannelDisconnected(
        UUID integrationId, Platform platform, IntegrationStatus status, Instant disconnectedAt) implements Fact {

    @Override
    public String type() {
        return "integration.updated";
    }
}
