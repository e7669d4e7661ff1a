package io.flame.channels;

import io.flame.kernel.Fact;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.Platform;
import java.time.Instant;
import java.util.UUID;

/** The provider refuses an integration; nothing is sent through it until a person has connected it again. */
public record IntegrationBroken(
        UUID integrationId, Platform platform, IntegrationStatus status, DeliveryError error, Instant brokenAt)
        implements Fact {

    @Override
    public String type() {
        return "integration.updated";
    }
}
