package io.flame.identity.sso;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Learns where an OpenID provider's endpoints are (OpenID Connect Discovery 1.0). */
@ApplicationScoped
class OidcDiscovery {

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final String FIELD = "issuer";

    private final ProviderAddresses addresses;

    @Inject
    OidcDiscovery(ProviderAddresses addresses) {
        this.addresses = addresses;
    }

    /** @throws Problem 422 naming {@code issuer} when it is none, or names servers that must not be called */
    Connection.Oidc connect(String issuer, String clientId) {
        String base = issuer.strip().replaceAll("/$", "");
        URI document = addresses.check(FIELD, base + WELL_KNOWN);
        JsonNode found = read(addresses.fetch(FIELD, document, Set.of("application/json")));
        String named = found.path("issuer").asText();
        if (!named.replaceAll("/$", "").equals(base)) {
            throw ProviderAddresses.unreadable(FIELD);
        }
        return new Connection.Oidc(
                named,
                clientId,
                addresses.web(FIELD, required(found, "authorization_endpoint")).toString(),
                addresses.check(FIELD, required(found, "token_endpoint")).toString(),
                addresses.check(FIELD, required(found, "jwks_uri")).toString(),
                text(found, "userinfo_endpoint")
                        .map(address -> addresses.check(FIELD, address).toString())
                        .orElse(null),
                takesBasic(found.path("token_endpoint_auth_methods_supported")));
    }

    private static JsonNode read(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw ProviderAddresses.unreadable(FIELD);
        }
    }

    private static String required(JsonNode document, String name) {
        return text(document, name).orElseThrow(() -> ProviderAddresses.unreadable(FIELD));
    }

    private static Optional<String> text(JsonNode document, String name) {
        return Optional.ofNullable(document.path(name).textValue()).filter(text -> !text.isBlank());
    }

    /** What stands for nothing at all, too. */
    private static boolean takesBasic(JsonNode methods) {
        return methods.isMissingNode()
                || StreamSupport.stream(methods.spliterator(), false)
                        .anyMatch(method -> method.asText().equals("client_secret_basic"));
    }
}
