package io.flame.identity.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's admin API in the name of the service account. Paths are those below the realm, escaped, without a slash at
 * their beginning. 503 while Keycloak is down.
 */
@ApplicationScoped
public class KeycloakService {

    private static final int UNAUTHORIZED = 401;

    private final KeycloakCalls calls;
    private final KeycloakRealm realm;
    private final ServiceToken token;

    @Inject
    public KeycloakService(KeycloakHttp http, KeycloakRealm realm, Settings settings, Clock clock) {
        this.calls = new KeycloakCalls(http);
        this.realm = realm;
        this.token = new ServiceToken(calls, realm, settings, clock);
    }

    public Answer get(String path) {
        return call("GET", path, null);
    }

    /** @param body null for none; adding a member takes a bare id, which is no JSON */
    public Answer post(String path, @Nullable String body) {
        return call("POST", path, body);
    }

    public Answer put(String path, JsonNode body) {
        return call("PUT", path, body.toString());
    }

    public Answer delete(String path) {
        return call("DELETE", path, null);
    }

    /** For a path or a query. */
    public static String encoded(String text) {
        return KeycloakCalls.encoded(text);
    }

    private Answer call(String method, String path, @Nullable String body) {
        HttpResponse<String> response = calls.send(request(method, path, body));
        if (response.statusCode() == UNAUTHORIZED) {
            token.forget();
            response = calls.send(request(method, path, body));
        }
        return Answer.of(response);
    }

    private HttpRequest request(String method, String path, @Nullable String body) {
        return HttpRequest.newBuilder(realm.admin(path))
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
    }
}
