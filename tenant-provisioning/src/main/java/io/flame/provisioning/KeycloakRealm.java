package io.flame.provisioning;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The realm of this installation and the service account that administers it. */
record KeycloakRealm(URI server, String realm, String clientId, String clientSecret) {

    URI token() {
        return URI.create(server + "/realms/" + encoded(realm) + "/protocol/openid-connect/token");
    }

    /** @param path with its query, already encoded */
    URI admin(String path) {
        return URI.create(server + "/admin/realms/" + encoded(realm) + "/" + path);
    }

    String credentials() {
        return "grant_type=client_credentials&client_id=" + encoded(clientId) + "&client_secret="
                + encoded(clientSecret);
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return server + " realm " + realm;
    }
}
