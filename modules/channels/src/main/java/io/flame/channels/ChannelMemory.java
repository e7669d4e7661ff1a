package io.flame.channels;

import io.flame.kernel.TenantId;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** What this node remembers of an integration, to be forgotten when it changes. Other nodes forget within seconds. */
@ApplicationScoped
class ChannelMemory {

    private final Accounts accounts;
    private final Routes routes;

    @Inject
    ChannelMemory(Accounts accounts, Routes routes) {
        this.accounts = accounts;
        this.routes = routes;
    }

    void forget(TenantId tenant, UUID integrationId, Platform platform, String externalId) {
        accounts.forget(tenant, integrationId);
        routes.forget(platform, externalId);
    }
}
