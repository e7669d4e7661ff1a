package io.flame.identity;

import static io.flame.identity.KeycloakCalls.encoded;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Keycloak's users and their sessions, through its administration API and the account of {@code flame-backend}. */
@ApplicationScoped
class KeycloakUsers {

    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final KeycloakCalls calls;
    private final KeycloakRealm realm;
    private final ServiceToken token;

    @Inject
    KeycloakUsers(KeycloakHttp http, KeycloakRealm realm, Settings settings, Clock clock) {
        this.calls = new KeycloakCalls(http);
        this.realm = realm;
        this.token = new ServiceToken(calls, realm, settings, clock);
    }

    /** An enabled person. {@code tenant} is the one they were made for; empty for an operator of the platform. */
    record User(UUID id, String email, String name, Optional<String> tenant) {}

    Optional<User> findEnabled(AccountName account) {
        JsonNode found = expect(call("GET", "users?exact=true&email=" + encoded(account.address()), null));
        return elements(found)
                .filter(each -> each.path("enabled").asBoolean())
                .flatMap(each -> user(each).stream())
                .findFirst();
    }

    private static Optional<User> user(JsonNode json) {
        String name =
                json.path("firstName").asText("") + " " + json.path("lastName").asText("");
        return Ids.parse(json.path("id").asText())
                .map(id -> new User(
                        id,
                        json.path("email").asText(),
                        name.strip(),
                        Optional.of(json.at("/attributes/tenant/0").asText("")).filter(tenant -> !tenant.isEmpty())));
    }

    /** @throws Problem 422 naming {@code field} when the realm's password policy says no */
    void setPassword(UUID userId, String password, String field) {
        Map<String, Object> credential = Map.of("type", "password", "value", password, "temporary", false);
        HttpResponse<String> answer = call("PUT", "users/" + userId + "/reset-password", Json.write(credential));
        if (answer.statusCode() == BAD_REQUEST) {
            throw PasswordPolicy.refusal(field, json(answer));
        }
        expect(answer);
    }

    /** The user's sessions, on all clients. */
    List<UserSession> sessions(UUID userId) {
        HttpResponse<String> answer = call("GET", "users/" + userId + "/sessions", null);
        return answer.statusCode() == NOT_FOUND
                ? List.of()
                : elements(expect(answer)).map(UserSession::of).toList();
    }

    void endSession(String sessionId) {
        expectUnlessGone(call("DELETE", "sessions/" + encoded(sessionId), null));
    }

    void endSessions(UUID userId) {
        expectUnlessGone(call("POST", "users/" + userId + "/logout", "{}"));
    }

    /** Lets a user in again whom Keycloak locked after wrong passwords. */
    void unlock(UUID userId) {
        expectUnlessGone(call("DELETE", "attack-detection/brute-force/users/" + userId, null));
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body) {
        HttpResponse<String> answer = calls.send(request(method, path, body));
        if (answer.statusCode() != UNAUTHORIZED) {
            return answer;
        }
        token.forget();
        return calls.send(request(method, path, body));
    }

    private HttpRequest request(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(realm.admin(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }

    private static void expectUnlessGone(HttpResponse<String> answer) {
        if (answer.statusCode() != NOT_FOUND) {
            expect(answer);
        }
    }

    private static JsonNode expect(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2) {
            throw KeycloakCalls.unexpected(answer);
        }
        return json(answer);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.read(answer.body().isEmpty() ? "{}" : answer.body(), JsonNode.class);
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
