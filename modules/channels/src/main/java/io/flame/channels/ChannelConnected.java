package io.flame.channels;

import io.flame.kernel.Fact;
import io.flame.messaging.Platform;
import java.time.Instant;
import java.util.UUID;

/** An integration has been connected: its credentials were accepted and messages are sent through it. */
public record ChannelConnected(UUID integrationId, Platform platform, IntegrationStatus status, Instant connectedAt)
        implements Fact {

    @Override
    public String type() {
        return "integration.updated";
    }
}
