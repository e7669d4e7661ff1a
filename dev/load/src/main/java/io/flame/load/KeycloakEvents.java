package io.flame.load;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.launcher.KeycloakServer;
import java.util.Map;
import java.util.TreeMap;

/** What Keycloak writes down about failed log-ins, read by its administrator. */
record KeycloakEvents(KeycloakServer keycloak) {
    private static final String EVENTS = "/admin/realms/flame/events";

    /** From now on; Keycloak keeps none by itself. */
    void begin() {
        admin().put(
                        EVENTS + "/config",
                        "{\"eventsEnabled\":true,\"eventsExpiration\":3600,\"enabledEventTypes\":[\"LOGIN_ERROR\"]}")
                .expect(204);
    }

    /** How often a log-in of that address failed, by reason; {@code invalid_user_credentials} is a password that was checked. */
    Map<String, Long> errorsOf(String email) {
        Map<String, Long> errors = new TreeMap<>();
        for (JsonNode event : admin().get(EVENTS + "?type=LOGIN_ERROR&max=100000").expect(200).json()) {
            if (event.at("/details/username").asText().equalsIgnoreCase(email)) {
                errors.merge(event.path("error").asText(), 1L, Long::sum);
            }
        }
        return errors;
    }

    /** The administrator's token lives a minute, so each use gets another. */
    private Caller admin() {
        String form = "grant_type=password&client_id=admin-cli&username=admin&password=" + keycloak.adminPassword();
        Reply token = Caller.anonymous(keycloak.url())
                .with("Content-Type", "application/x-www-form-urlencoded")
                .post("/realms/master/protocol/openid-connect/token", form)
                .expect(200);
        return Caller.anonymous(keycloak.url())
                .with("Authorization", "Bearer " + token.json().get("access_token").asText());
    }
}
