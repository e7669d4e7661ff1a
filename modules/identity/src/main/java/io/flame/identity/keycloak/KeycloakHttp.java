package io.flame.identity.keycloak;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Talks to Keycloak, and never waits for it longer than a given time in all. */
@ApplicationScoped
public class KeycloakHttp implements AutoCloseable {

    /** Whoever signs in waits for it, and is told within three seconds. */
    public static final Duration TOTAL = Duration.ofMillis(2_500);

    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final Duration total;

    @Inject
    public KeycloakHttp() {
        this(TOTAL);
    }

    /** @param total from the first byte of the question to the last one of the answer */
    public KeycloakHttp(Duration total) {
        this.total = total;
    }

    /** The request's own time-out ends with the headers; this one covers the body too. */
    public HttpResponse<String> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<String>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
        try {
            return answer.get(total.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("Keycloak is not reachable: " + e.getCause(), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("Keycloak did not answer within " + total.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for Keycloak", e);
        }
    }

    @Override
    @PreDestroy
    public void close() {
        client.shutdownNow();
    }
}
