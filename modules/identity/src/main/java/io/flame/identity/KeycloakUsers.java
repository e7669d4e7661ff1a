package io.flame.identity;

import static io.flame.identity.KeycloakCalls.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.KeycloakService.Answer;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Keycloak's users as far as they sign in and out. 503 while Keycloak is down. */
@ApplicationScoped
class KeycloakUsers {

    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;

    private final KeycloakService service;

    @Inject
    KeycloakUsers(KeycloakService service) {
        this.service = service;
    }

    /** An enabled person. {@code tenant} is the one they were made for; empty for an operator of the platform. */
    record User(UUID id, String email, Optional<String> tenant) {}

    Optional<User> findEnabled(AccountName account) {
        return elements(expect(service.get("users?exact=true&email=" + encoded(account.address()))))
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
    void setPassword(UUID userId, String password, String field) {
        JsonNode credential = Json.mapper()
                .createObjectNode()
                .put("type", "password")
                .put("value", password)
                .put("temporary", false);
        Answer answer = service.put("users/" + userId + "/reset-password", credential);
        if (answer.status() == BAD_REQUEST) {
            throw PasswordPolicy.refusal(field, answer.error());
        }
        expect(answer);
    }

    /** Has tokens say this role from the next one on. */
    void setRole(UUID userId, String role) {
        Answer answer = service.get("users/" + userId);
        if (answer.status() != NOT_FOUND && expect(answer) instanceof ObjectNode user) {
            user.withObjectProperty("attributes").putArray("role").add(role);
            expect(service.put("users/" + userId, user));
        }
    }

    /** The user's sessions, on all clients. */
    List<UserSession> sessions(UUID userId) {
        Answer answer = service.get("users/" + userId + "/sessions");
        return answer.status() == NOT_FOUND
                ? List.of()
                : elements(expect(answer)).map(UserSession::of).toList();
    }

    void endSession(String sessionId) {
        expectUnlessGone(service.delete("sessions/" + encoded(sessionId)));
    }

    void endSessions(UUID userId) {
        expectUnlessGone(service.post("users/" + userId + "/logout", "{}"));
    }

    /** Lets a user in again whom Keycloak locked after wrong passwords. */
    void unlock(UUID userId) {
        expectUnlessGone(service.delete("attack-detection/brute-force/users/" + userId));
    }

    private static void expectUnlessGone(Answer answer) {
        if (answer.status() != NOT_FOUND) {
            expect(answer);
        }
    }

    private static JsonNode expect(Answer answer) {
        if (!answer.ok()) {
            throw answer.unexpected();
        }
        return answer.body();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
