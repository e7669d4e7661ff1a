package io.flame.messaging;

import io.flame.kernel.TenantId;

/** Sends messages out on one platform. Implemented by the module that knows the provider. */
public interface ChannelGateway {

    Platform platform();

    /**
     * Hands one message to the provider and says what came of it. Called with no transaction open, at most once at a time
     * for one conversation. Never throws for anything the network or the provider does.
     */
    SendOutcome send(TenantId tenant, OutboundMessage message);
}
