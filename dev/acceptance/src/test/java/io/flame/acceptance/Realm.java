package io.flame.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Keycloak as its administrator handles it, past FLAME. */
final class Realm {

    private static final String ADMIN = "/admin/realms/flame/";

    private final Installation installation;
    private final Api api;

    Realm(Installation installation) {
        this.installation = installation;
        Map<String, String> environment = installation.stack.environment();
        String form = "grant_type=client_credentials&client_id=flame-backend&client_secret="
                + URLEncoder.encode(environment.get("KEYCLOAK_BACKEND_CLIENT_SECRET"), StandardCharsets.UTF_8);
        String url = environment.get("KEYCLOAK_URL");
        Answer token = Api.anonymous(url)
                .call(
                        "POST",
                        "/realms/flame/protocol/openid-connect/token",
                        form,
                        Map.of("Content-Type", "application/x-www-form-urlencoded"));
        this.api = new Api(
                url,
                Map.of(
                        "Authorization",
                        "Bearer " + token.json().get("access_token").asText()));
    }

    void disable(String userId) {
        ObjectNode user = (ObjectNode) api.get(ADMIN + "users/" + userId).json();
        check(api.put(ADMIN + "users/" + userId, user.put("enabled", false).toString()));
    }

    void delete(String userId) {
        check(api.delete(ADMIN + "users/" + userId));
    }

    void removeFromOrganization(String slug, String userId) {
        String organization = installation
                .sql("SELECT organization_id FROM flame.tenants WHERE slug = ?", slug)
                .getFirst();
        check(api.delete(ADMIN + "organizations/" + organization + "/members/" + userId));
    }

    private static void check(Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError("Keycloak refused: " + answer);
        }
    }
}
