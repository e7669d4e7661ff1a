package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Makes those of the realm file's own sign-in flows that the realm does not have, step by step as Keycloak's API wants. */
final class RealmFlows {
    private static final String OURS = "flame ";
    private static final String FLOWS = "/authentication/flows";

    private final KeycloakAdmin keycloak;
    private final JsonNode file;

    RealmFlows(KeycloakAdmin keycloak, JsonNode file) {
        this.keycloak = keycloak;
        this.file = file;
    }

    void add() throws IOException, InterruptedException {
        JsonNode known = keycloak.get(FLOWS);
        for (JsonNode flow : file.path("authenticationFlows")) {
            String alias = flow.path("alias").asText();
            boolean wanted = alias.startsWith(OURS) && flow.path("topLevel").asBoolean();
            if (wanted && RealmUpgrade.find(known, "alias", alias).isEmpty()) {
                keycloak.post(FLOWS, head(flow));
                addSteps(flow);
            }
        }
    }

    private void addSteps(JsonNode flow) throws IOException, InterruptedException {
        String executions =
                FLOWS + "/" + KeycloakAdmin.escaped(flow.path("alias").asText()) + "/executions";
        for (JsonNode step : flow.path("authenticationExecutions")) {
            if (step.path("authenticatorFlow").asBoolean()) {
                JsonNode inner = RealmUpgrade.require(
                        file.path("authenticationFlows"),
                        "alias",
                        step.path("flowAlias").asText());
                keycloak.post(executions + "/flow", head(inner).put("type", "basic-flow"));
                require(executions, step);
                addSteps(inner);
                continue;
            }
            ObjectNode order = Json.MAPPER.createObjectNode();
            keycloak.post(executions + "/execution", order.set("provider", step.path("authenticator")));
            require(executions, step);
        }
    }

    /** What was added last stands last; it begins without effect. */
    private void require(String executions, JsonNode step) throws IOException, InterruptedException {
        String name = step.path("flowAlias").asText(step.path("authenticator").asText());
        ObjectNode added = (ObjectNode) RealmUpgrade.each(keycloak.get(executions))
                .filter(each -> each.path("level").asInt() == 0)
                .filter(each -> each.path("displayName").asText().equals(name)
                        || each.path("providerId").asText().equals(name))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new StartFailed("Keycloak did not add " + name));
        keycloak.put(executions, added.set("requirement", step.path("requirement")));
        if (step.hasNonNull("authenticatorConfig")) {
            JsonNode config = RealmUpgrade.require(
                    file.path("authenticatorConfig"),
                    "alias",
                    step.path("authenticatorConfig").asText());
            keycloak.post("/authentication/executions/" + added.path("id").asText() + "/config", config);
        }
    }

    private static ObjectNode head(JsonNode flow) {
        ObjectNode head = Json.MAPPER.createObjectNode();
        for (String field : new String[] {"alias", "description", "providerId", "topLevel", "builtIn"}) {
            head.set(field, flow.path(field));
        }
        return head;
    }
}
