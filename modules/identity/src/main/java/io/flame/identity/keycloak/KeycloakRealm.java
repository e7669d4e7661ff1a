package io.flame.identity.keycloak;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;

/** Where the realm is, and by what name it signs. */
@ApplicationScoped
public class KeycloakRealm {

    private final String base;
    private final String admin;
    private final String issuer;

    /** Reads {@code KEYCLOAK_URL}, {@code KEYCLOAK_REALM} and, where the public name differs, {@code KEYCLOAK_ISSUER}. */
    @Inject
    public KeycloakRealm(Settings settings) {
        String address = address(settings);
        String name = settings.text("KEYCLOAK_REALM", "flame");
        this.base = address + "/realms/" + name;
        this.admin = address + "/admin/realms/" + name + "/";
        this.issuer = settings.text("KEYCLOAK_ISSUER", base);
    }

    public String issuer() {
        return issuer;
    }

    public URI keys() {
        return URI.create(base + "/protocol/openid-connect/certs");
    }

    URI tokens() {
        return URI.create(base + "/protocol/openid-connect/token");
    }

    URI introspection() {
        return URI.create(base + "/protocol/openid-connect/token/introspect");
    }

    URI logout() {
        return URI.create(base + "/protocol/openid-connect/logout");
    }

    /** @param path below the realm in the administration API, escaped, without a slash at its beginning */
    URI admin(String path) {
        return URI.create(admin + path);
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
