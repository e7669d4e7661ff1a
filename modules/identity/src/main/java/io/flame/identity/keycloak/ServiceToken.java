package io.flame.identity.keycloak;

import io.flame.kernel.Json;
import io.flame.kernel.Settings;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The access token of {@code flame-backend}'s own account, fetched anew shortly before it expires. */
final class ServiceToken {

    private static final Duration MARGIN = Duration.ofSeconds(20);

    private final KeycloakCalls calls;
    private final KeycloakRealm realm;
    private final Map<String, String> grant;
    private final Clock clock;

    private volatile Known known = new Known("", Instant.EPOCH);

    ServiceToken(KeycloakCalls calls, KeycloakRealm realm, Settings settings, Clock clock) {
        this.calls = calls;
        this.realm = realm;
        this.clock = clock;
        this.grant = Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                settings.text("KEYCLOAK_BACKEND_CLIENT_ID", "flame-backend"),
                "client_secret",
                settings.required("KEYCLOAK_BACKEND_CLIENT_SECRET"));
    }

    private record Known(String token, Instant until) {}

    String get() {
        Known last = known;
        if (clock.instant().isBefore(last.until())) {
            return last.token();
        }
        HttpResponse<String> answer = calls.post(realm.tokens(), grant);
        if (answer.statusCode() != 200) {
            throw KeycloakCalls.unexpected(answer);
        }
        IssuedTokens issued = Json.read(answer.body(), IssuedTokens.class);
        Duration life = Duration.ofSeconds(issued.expiresIn()).minus(MARGIN);
        known = new Known(issued.accessToken(), clock.instant().plus(life));
        return issued.accessToken();
    }

    void forget() {
        known = new Known("", Instant.EPOCH);
    }
}
