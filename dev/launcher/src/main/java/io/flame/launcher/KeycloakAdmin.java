package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Keeps a realm that was imported once in step with this FLAME, and with the address under which it runs this time. */
final class KeycloakAdmin {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final String url;
    private final String password;
    private String token = "";

    KeycloakAdmin(String url, String password) {
        this.url = url;
        this.password = password;
    }

    /** Gives the realm what it lacks, and lets browsers come back to {@code webUrl} after signing in. */
    void adapt(String webUrl) {
        try {
            token = signIn();
            new RealmUpgrade(this, KeycloakDistribution.realmFile()).run(webUrl);
        } catch (IOException e) {
            throw new StartFailed("Keycloak refuses to adapt the realm: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("The start was interrupted", e);
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, null);
    }

    JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
        return call("POST", path, body);
    }

    void put(String path, @Nullable JsonNode body) throws IOException, InterruptedException {
        call("PUT", path, body);
    }

    void delete(String path) throws IOException, InterruptedException {
        call("DELETE", path, null);
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + "/admin/realms/" + KeycloakServer.REALM + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString())));
    }

    private String signIn() throws IOException, InterruptedException {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + password;
        return send(HttpRequest.newBuilder(URI.create(url + "/realms/master/protocol/openid-connect/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form)))
                .path("access_token")
                .asText();
    }

    private static JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response =
                Http.CLIENT.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException("status " + response.statusCode() + ", " + response.body());
        }
        return Json.MAPPER.readTree(response.body());
    }
}
