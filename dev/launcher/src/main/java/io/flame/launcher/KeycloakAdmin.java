package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Keeps a realm that was imported once in step with the address under which FLAME runs this time. */
final class KeycloakAdmin {
    private static final String WEB_CLIENT = "flame-web";
    private static final String PORTAL_DEVELOPMENT = "http://localhost:5173";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String url;
    private final String password;

    KeycloakAdmin(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** Lets browsers come back to {@code webUrl} after signing in. */
    void allow(String webUrl) {
        try {
            String clients = url + "/admin/realms/" + KeycloakServer.REALM + "/clients";
            HttpRequest.Builder authorized = HttpRequest.newBuilder().header("Authorization", "Bearer " + token());
            ObjectNode web = (ObjectNode) send(authorized.copy().uri(URI.create(clients + "?clientId=" + WEB_CLIENT)))
                    .get(0);
            if (webUrl.equals(web.path("rootUrl").asText())) {
                return;
            }
            web.put("rootUrl", webUrl);
            web.set("redirectUris", array(webUrl + "/*", PORTAL_DEVELOPMENT + "/*"));
            web.set("webOrigins", array(webUrl, PORTAL_DEVELOPMENT));
            send(authorized
                    .copy()
                    .uri(URI.create(clients + "/" + web.path("id").asText()))
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(web.toString())));
        } catch (IOException e) {
            throw new StartFailed("Keycloak refuses the address of FLAME: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("The start was interrupted", e);
        }
    }

    private String token() throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + password;
        return send(HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                Http.CLIENT.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("status " + response.statusCode() + ", " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }

    private static ArrayNode array(String... values) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        for (String value : values) {
            array.add(value);
        }
        return array;
    }
}
