package io.flame.channels;

import io.flame.kernel.TenantId;
import io.flame.messaging.Platform;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An integration with its secrets open, as it is needed to talk with the provider. Lives in memory only.
 *
 * @param externalId the provider's id of the account, such as WhatsApp's {@code phone_number_id}
 */
record Account(
        TenantId tenant,
        UUID integrationId,
        Platform platform,
        String externalId,
        IntegrationStatus status,
        Map<String, String> credentials) {

    Account {
        credentials = Map.copyOf(credentials);
    }

    Optional<String> credential(String name) {
        return Optional.ofNullable(credentials.get(name));
    }

    /** Without the secrets, so that it may stand in a log line. */
    @Override
    public String toString() {
        return platform.word() + "/" + integrationId;
    }
}
