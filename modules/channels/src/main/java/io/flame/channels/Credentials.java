package io.flame.channels;

import io.flame.channels.StoredCredentials.Sealed;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Seals and opens credentials. Works outside of transactions: a tenant's key lies in the platform's schema. */
@ApplicationScoped
class Credentials {

    private static final String VERIFY_TOKEN = "verifyToken";

    private final Secrets secrets;
    private final VerifyTokens verifyTokens;

    @Inject
    Credentials(Secrets secrets, VerifyTokens verifyTokens) {
        this.secrets = secrets;
        this.verifyTokens = verifyTokens;
    }

    /** The credentials after the changes; an empty value removes one. */
    StoredCredentials change(
            TenantId tenant, UUID integrationId, StoredCredentials current, Map<String, Optional<String>> changes) {
        Map<String, Sealed> hidden = new TreeMap<>(current.sealed());
        Map<String, String> plain = new TreeMap<>(current.plain());
        changes.forEach((name, value) -> {
            hidden.remove(name);
            plain.remove(name);
            value.ifPresent(text -> {
                if (CredentialFields.isSecretAnywhere(name)) {
                    hidden.put(name, seal(tenant, integrationId, name, text));
                } else {
                    plain.put(name, text);
                }
            });
        });
        return new StoredCredentials(hidden, plain);
    }

    private Sealed seal(TenantId tenant, UUID integrationId, String name, String secret) {
        return Sealed.of(secrets.seal(tenant, StoredCredentials.place(integrationId, name), secret), secret);
    }

    Optional<String> verifyTokenHash(TenantId tenant, UUID integrationId, StoredCredentials stored) {
        return Optional.ofNullable(stored.sealed().get(VERIFY_TOKEN))
                .map(token ->
                        secrets.open(tenant, StoredCredentials.place(integrationId, VERIFY_TOKEN), token.sealed()))
                .map(verifyTokens::hash);
    }
}
