package io.flame.channels;

import io.flame.channels.IntegrationView.Secret;
import io.flame.messaging.Platform;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Shows credentials without giving them away. */
final class CredentialViews {

    private CredentialViews() {}

    static Map<String, Object> of(Platform platform, StoredCredentials stored) {
        Map<String, Object> shown = new LinkedHashMap<>();
        for (String name : CredentialFields.of(platform).secrets()) {
            Optional<StoredCredentials.Sealed> sealed =
                    Optional.ofNullable(stored.sealed().get(name));
            shown.put(
                    name,
                    new Secret(
                            sealed.isPresent(),
                            sealed.map(StoredCredentials.Sealed::last4).orElse(null)));
        }
        shown.putAll(stored.plain());
        return shown;
    }
}
