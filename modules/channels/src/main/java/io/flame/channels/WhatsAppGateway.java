package io.flame.channels;

import io.flame.kernel.TenantId;
import io.flame.messaging.ChannelGateway;
import io.flame.messaging.OutboundMessage;
import io.flame.messaging.Platform;
import io.flame.messaging.SendOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The way out to WhatsApp. */
@ApplicationScoped
class WhatsAppGateway implements ChannelGateway {

    private final WhatsAppAdapter adapter;
    private final OutboundGate gate;

    @Inject
    WhatsAppGateway(WhatsAppAdapter adapter, OutboundGate gate) {
        this.adapter = adapter;
        this.gate = gate;
    }

    @Override
    public Platform platform() {
        return adapter.platform();
    }

    @Override
    public SendOutcome send(TenantId tenant, OutboundMessage message) {
        return gate.send(adapter, tenant, message);
    }
}
