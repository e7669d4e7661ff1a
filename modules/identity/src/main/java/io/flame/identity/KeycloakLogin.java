package io.flame.identity;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks Keycloak's token endpoint, as the confidential client that may do nothing else. */
@ApplicationScoped
public class KeycloakLogin {

    private static final System.Logger LOG = System.getLogger(KeycloakLogin.class.getName());

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_AT_ONCE = 32;

    private final KeycloakHttp http;
    private final KeycloakRealm realm;
    private final String clientId;
    private final String clientSecret;
    /** While Keycloak hangs, sign-ins must not use up the server's threads. */
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    @Inject
    public KeycloakLogin(KeycloakHttp http, KeycloakRealm realm, Settings settings) {
        this.http = http;
        this.realm = realm;
        this.clientId = settings.text("KEYCLOAK_LOGIN_CLIENT_ID", "flame-login");
        this.clientSecret = settings.required("KEYCLOAK_LOGIN_CLIENT_SECRET");
    }

    IssuedTokens byPassword(String email, String password) {
        return ask(
                Map.of(
                        "grant_type",
                        "password",
                        "username",
                        email,
                        "password",
                        password,
                        "scope",
                        "openid organization:*"),
                Problem.of(ProblemCode.CREDENTIALS_INVALID, "The address or the password is wrong"));
    }

    IssuedTokens byRefreshToken(String refreshToken) {
        return ask(
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken),
                Problem.of(ProblemCode.TOKEN_INVALID, "The refresh token is invalid, was used before, or has expired"));
    }

    private IssuedTokens ask(Map<String, String> grant, Problem refusal) {
        if (!places.tryAcquire()) {
            throw unavailable(null);
        }
        try {
            return read(http.send(request(grant)), refusal);
        } catch (IOException e) {
            LOG.log(WARNING, "cannot sign in: {0}", e.getMessage());
            throw unavailable(e);
        } finally {
            places.release();
        }
    }

    private HttpRequest request(Map<String, String> grant) {
        Map<String, String> form = new TreeMap<>(grant);
        form.put("client_id", clientId);
        form.put("client_secret", clientSecret);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(realm.tokens())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static IssuedTokens read(HttpResponse<String> answer, Problem refusal) {
        if (answer.statusCode() == 200) {
            return Json.read(answer.body(), IssuedTokens.class);
        }
        if (answer.body().contains("\"invalid_grant\"")) {
            throw refusal;
        }
        LOG.log(ERROR, "Keycloak refuses this installation: HTTP {0} {1}", answer.statusCode(), shorten(answer.body()));
        throw unavailable(null);
    }

    private static Problem unavailable(@Nullable Throwable cause) {
        return Problem.unavailable("The sign-in service is not available", RETRY_AFTER, cause);
    }

    private static String shorten(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
