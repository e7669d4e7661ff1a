package io.flame.identity.keycloak;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.Problem;
import java.io.IOException;
import java.net.URI;
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

/** Calls to Keycloak of one kind: only so many at once, so that they do not use up the server's threads while it hangs. */
final class KeycloakCalls {

    private static final System.Logger LOG = System.getLogger(KeycloakCalls.class.getName());

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int MAX_AT_ONCE = 32;

    private final KeycloakHttp http;
    private final Semaphore places = new Semaphore(MAX_AT_ONCE);

    KeycloakCalls(KeycloakHttp http) {
        this.http = http;
    }

    /** @throws Problem 503 when Keycloak is away, or too many are waiting for it already */
    HttpResponse<String> send(HttpRequest request) {
        if (!places.tryAcquire()) {
            throw unavailable(null);
        }
        try {
            return http.send(request);
        } catch (IOException e) {
            LOG.log(WARNING, "Keycloak is out of reach: {0}", e.getMessage());
            throw unavailable(e);
        } finally {
            places.release();
        }
    }

    HttpResponse<String> post(URI address, Map<String, String> form) {
        String body = new TreeMap<>(form)
                .entrySet().stream()
                        .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                        .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** An answer that only a wrongly set up installation gets. */
    static Problem unexpected(HttpResponse<String> answer) {
        return unexpected(answer.statusCode(), answer.body());
    }

    static Problem unexpected(int status, String body) {
        LOG.log(ERROR, "Keycloak refuses this installation: HTTP {0} {1}", status, shorten(body));
        return Problem.unavailable("The sign-in service is not available", RETRY_AFTER, null);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Problem unavailable(@Nullable Throwable cause) {
        return Problem.unavailable("The sign-in service does not answer", RETRY_AFTER, cause);
    }

    private static String shorten(String text) {
        return text.substring(0, Math.min(text.length(), 200));
    }
}
