package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Brings a realm that an older FLAME imported to what today's realm file says of single sign-on, second factors and the
 * claims and events that FLAME reads. What is there already is left as it is, so a second run changes nothing.
 */
final class RealmUpgrade {
    private static final String WEB_CLIENT = "flame-web";
    private static final String PORTAL_DEVELOPMENT = "http://localhost:5173";
    private static final String PROFILE =
            "/components/org.keycloak.userprofile.UserProfileProvider/0/config/" + "kc.user.profile.config/0";
    private static final List<String> RIGHTS = List.of("manage-identity-providers", "view-events");

    private final KeycloakAdmin keycloak;
    private final JsonNode file;
    private final RealmFlows flows;

    RealmUpgrade(KeycloakAdmin keycloak, JsonNode file) {
        this.keycloak = keycloak;
        this.file = file;
        this.flows = new RealmFlows(keycloak, file);
    }

    void run(String webUrl) throws IOException, InterruptedException {
        addScopes();
        addRights();
        keepAdminEvents();
        letSessionsSwitch();
        closeProfile();
        flows.add();
        setPolicies();
        allow(webUrl);
    }

    private void addScopes() throws IOException, InterruptedException {
        JsonNode scopes = keycloak.get("/client-scopes");
        if (find(scopes, "name", "otp").isEmpty()) {
            keycloak.post("/client-scopes", require(file.path("clientScopes"), "name", "otp"));
            String scope = id(require(keycloak.get("/client-scopes"), "name", "otp"));
            String login = id(client(KeycloakServer.LOGIN_CLIENT));
            keycloak.put("/clients/" + login + "/optional-client-scopes/" + scope, null);
        }
        bringMappers(require(scopes, "name", "flame"), "tenant");
        bringMappers(require(scopes, "name", "organization"), "organization-groups");
    }

    /** @param outdated a mapper that would write into a claim that another one is for now */
    private void bringMappers(JsonNode scope, String outdated) throws IOException, InterruptedException {
        String models = "/client-scopes/" + id(scope) + "/protocol-mappers/models";
        JsonNode present = scope.path("protocolMappers");
        JsonNode wanted = require(
                        file.path("clientScopes"), "name", scope.path("name").asText())
                .path("protocolMappers");
        for (JsonNode mapper : each(wanted).toList()) {
            if (find(present, "name", mapper.path("name").asText()).isEmpty()) {
                keycloak.post(models, mapper);
            }
        }
        Optional<JsonNode> superseded = find(present, "name", outdated);
        if (superseded.isPresent()) {
            keycloak.delete(models + "/" + id(superseded.get()));
        }
    }

    private void addRights() throws IOException, InterruptedException {
        String account =
                id(keycloak.get("/clients/" + id(client(KeycloakServer.BACKEND_CLIENT)) + "/service-account-user"));
        String management = id(client("realm-management"));
        String mappings = "/users/" + account + "/role-mappings/clients/" + management;
        JsonNode present = keycloak.get(mappings);
        ArrayNode missing = Json.MAPPER.createArrayNode();
        for (String right : RIGHTS) {
            if (find(present, "name", right).isEmpty()) {
                missing.add(keycloak.get("/clients/" + management + "/roles/" + right));
            }
        }
        if (!missing.isEmpty()) {
            keycloak.post(mappings, missing);
        }
    }

    /** What is done at Keycloak's own console is known to FLAME from these. */
    private void keepAdminEvents() throws IOException, InterruptedException {
        ObjectNode realm = (ObjectNode) keycloak.get("");
        if (!realm.path("adminEventsEnabled").asBoolean()) {
            realm.set("adminEventsEnabled", file.path("adminEventsEnabled"));
            ((ObjectNode) realm.path("attributes")).setAll((ObjectNode) file.path("attributes"));
            keycloak.put("", realm);
        }
    }

    /** By a token exchange, where the session began with one tenant. */
    private void letSessionsSwitch() throws IOException, InterruptedException {
        ObjectNode login = (ObjectNode) client(KeycloakServer.LOGIN_CLIENT);
        ObjectNode wanted = (ObjectNode) require(file.path("clients"), "clientId", KeycloakServer.LOGIN_CLIENT)
                .path("attributes");
        ObjectNode present = login.withObjectProperty("attributes");
        ObjectNode changed = present.deepCopy().setAll(wanted);
        if (!changed.equals(present)) {
            login.set("attributes", changed);
            keycloak.put("/clients/" + id(login), login);
        }
    }

    /** Nobody changes the address by which a business knows them. */
    private void closeProfile() throws IOException, InterruptedException {
        ObjectNode profile = (ObjectNode) keycloak.get("/users/profile");
        JsonNode wanted = Json.MAPPER.readTree(file.at(PROFILE).asText()).path("attributes");
        boolean changed = false;
        for (String name : List.of("username", "email")) {
            JsonNode edit = require(wanted, "name", name).at("/permissions/edit");
            ObjectNode permissions = (ObjectNode)
                    require(profile.path("attributes"), "name", name).path("permissions");
            changed |= !edit.equals(permissions.path("edit"));
            permissions.set("edit", edit);
        }
        if (changed) {
            keycloak.put("/users/profile", profile);
        }
    }

    /** Only while the old flows are in force: later choices of an operator stand. */
    private void setPolicies() throws IOException, InterruptedException {
        ObjectNode realm = (ObjectNode) keycloak.get("");
        if (!realm.path("directGrantFlow").asText().equals("direct grant")) {
            return;
        }
        List<String> names = new ArrayList<>(List.of("directGrantFlow", "firstBrokerLoginFlow"));
        file.fieldNames().forEachRemaining(name -> {
            if (name.startsWith("webAuthnPolicyPasswordless") || name.startsWith("otpPolicy")) {
                names.add(name);
            }
        });
        names.forEach(name -> realm.set(name, file.path(name)));
        keycloak.put("", realm);
    }

    private void allow(String webUrl) throws IOException, InterruptedException {
        ObjectNode web = (ObjectNode) client(WEB_CLIENT);
        if (webUrl.equals(web.path("rootUrl").asText())) {
            return;
        }
        web.put("rootUrl", webUrl);
        web.putArray("redirectUris").add(webUrl + "/*").add(PORTAL_DEVELOPMENT + "/*");
        web.putArray("webOrigins").add(webUrl).add(PORTAL_DEVELOPMENT);
        keycloak.put("/clients/" + id(web), web);
    }

    private JsonNode client(String clientId) throws IOException, InterruptedException {
        return keycloak.get("/clients?clientId=" + clientId).get(0);
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    static Optional<JsonNode> find(JsonNode array, String field, String value) {
        return each(array)
                .filter(node -> node.path(field).asText().equals(value))
                .findFirst();
    }

    static JsonNode require(JsonNode array, String field, String value) {
        return find(array, field, value).orElseThrow(() -> new StartFailed("The realm has no " + value));
    }
}
