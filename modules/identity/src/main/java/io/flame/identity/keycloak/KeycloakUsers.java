package io.flame.identity.keycloak;

import static io.flame.identity.keycloak.Answer.elements;
import static io.flame.identity.keycloak.KeycloakCalls.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.UserSession;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keycloak's users as far as they sign in and out. 503 while Keycloak is down. */
@ApplicationScoped
public class KeycloakUsers {

    private static final int BAD_REQUEST = 400;

    private final KeycloakService service;

    @Inject
    public KeycloakUsers(KeycloakService service) {
        this.service = service;
    }

    /** An enabled person. {@code tenant} is the one they were made for; empty for an operator of the platform. */
    public record User(UUID id, String email, Optional<String> tenant) {}

    /** @param email in lower case */
    public Optional<User> findEnabled(String email) {
        return elements(service.get("users?exact=true&email=" + encoded(email)).expected())
                .filter(each -> each.path("enabled").asBoolean())
                .flatMap(each -> user(each).stream())
                .findFirst();
    }

    private static Optional<User> user(JsonNode json) {
        String tenant = json.at("/attributes/tenant/0").asText("");
        return Ids.parse(json.path("id").asText())
                .map(id -> new User(
                        id, json.path("email").asText(), tenant.isEmpty() ? Optional.empty() : Optional.of(tenant)));
    }

    /** @throws Problem 422 naming {@code field} when the realm's password policy says no */
    public void setPassword(UUID userId, String password, String field) {
        JsonNode credential = Json.mapper()
                .createObjectNode()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        Answer answer = service.put("users/" + userId + "/reset-password", credential);
        if (answer.status() == BAD_REQUEST) {
            throw PasswordPolicy.refusal(field, answer.error());
        }
        answer.expected();
    }

    /** Has tokens say this role from the next one on. */
    public void setRole(UUID userId, String role) {
        if (service.get("users/" + userId).found().orElse(null) instanceof ObjectNode user) {
            user.withObjectProperty("attributes").putArray("role").add(role);
            service.put("users/" + userId, user).expected();
        }
    }

    /** The user's sessions, on all clients. */
    public List<UserSession> sessions(UUID userId) {
        return service.get("users/" + userId + "/sessions").found().stream()
                .flatMap(Answer::elements)
                .map(KeycloakUsers::session)
                .toList();
    }

    /** Its times are in milliseconds. */
    private static UserSession session(JsonNode json) {
        List<String> clients =
                elements(json.path("clients")).map(JsonNode::asText).sorted().toList();
        return UserSession.begun(
                json.path("id").asText(),
                clients,
                json.path("ipAddress").asText(),
                Instant.ofEpochMilli(json.path("start").asLong()),
                Instant.ofEpochMilli(json.path("lastAccess").asLong()));
    }

    public void endSession(String sessionId) {
        service.delete("sessions/" + encoded(sessionId)).expectedUnlessMissing();
    }

    public void endSessions(UUID userId) {
        service.post("users/" + userId + "/logout", "{}").expectedUnlessMissing();
    }

    /** Lets a user in again whom Keycloak locked after wrong passwords. */
    public void unlock(UUID userId) {
        service.delete("attack-detection/brute-force/users/" + userId).expectedUnlessMissing();
    }
}
