package io.flame.identity;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;

/** Where the realm is, and by what name it signs. */
@ApplicationScoped
public class KeycloakRealm {

    private final String base;
    private final String issuer;

    /** Reads {@code KEYCLOAK_URL}, {@code KEYCLOAK_REALM} and, where the public name differs, {@code KEYCLOAK_ISSUER}. */
    @Inject
    public KeycloakRealm(Settings settings) {
        this.base = address(settings) + "/realms/" + settings.text("KEYCLOAK_REALM", "flame");
        this.issuer = settings.text("KEYCLOAK_ISSUER", base);
    }

    String issuer() {
        return issuer;
    }

    URI keys() {
        return URI.create(base + "/protocol/openid-connect/certs");
    }

    URI tokens() {
        return URI.create(base + "/protocol/openid-connect/token");
    }

    private static String address(Settings settings) {
        String url = settings.required("KEYCLOAK_URL");
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw Settings.malformed("KEYCLOAK_URL", "must look like http://host:port");
    }
}
