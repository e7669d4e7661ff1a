package io.flame.identity.sso;

import io.flame.identity.keycloak.KeycloakBrokers.Broker;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What Keycloak is told of a provider. */
final class Brokers {

    /** No change. */
    static final ProviderDraft NOTHING = ProviderDraft.ofChange(Json.mapper().createObjectNode(), "");

    /** The names under which the common SAML providers tell of a person. */
    private static final Map<String, List<String>> SAML_NAMES = Map.of(
            "firstName",
            List.of(
                    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
                    "urn:oid:2.5.4.42",
                    "firstName",
                    "givenName"),
            "lastName",
            List.of(
                    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
                    "urn:oid:2.5.4.4",
                    "lastName",
                    "surname"));

    private Brokers() {}

    static Broker of(TenantId tenant, Provider provider, ProviderDraft draft, boolean proven, String audience) {
        boolean saml = provider.connection() instanceof Connection.Saml;
        Map<String, String> config = new HashMap<>(provider.connection().config(audience));
        draft.oidc().secret().filter(secret -> !saml).ifPresent(secret -> config.put("clientSecret", secret));
        return new Broker(
                tenant,
                provider.alias(),
                provider.connection().type(),
                provider.name(),
                provider.domain().name(),
                proven && provider.enabled(),
                config,
                saml ? SAML_NAMES : Map.of());
    }
}
