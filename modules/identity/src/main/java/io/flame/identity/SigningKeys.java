package io.flame.identity;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import io.flame.identity.keycloak.KeycloakHttp;
import io.flame.identity.keycloak.KeycloakRealm;
import io.flame.kernel.Problem;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The realm's public keys. They are fetched in the background and the last good ones are kept for as long as Keycloak is
 * away, so a request whose key is known never waits. A key id nobody knows causes at most one fetch in ten seconds, and
 * only a few requests may wait for it: a flood of them cannot tie up the server's threads.
 */
@ApplicationScoped
public class SigningKeys {

    private static final System.Logger LOG = System.getLogger(SigningKeys.class.getName());

    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_FIRST_FETCHES = Duration.ofSeconds(2);
    private static final int REFRESH_SECONDS = 30;
    private static final int MAX_WAITING = 4;

    private final KeycloakHttp http;
    private final KeycloakRealm realm;
    private final Clock clock;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private final ScheduledExecutorService fetcher = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-signing-keys").daemon().factory());

    private volatile Map<String, RSAPublicKey> keys = Map.of();
    private Instant lastFetch = Instant.MIN;
    private CompletableFuture<Void> running = CompletableFuture.completedFuture(null);

    @Inject
    public SigningKeys(KeycloakHttp http, KeycloakRealm realm, Clock clock) {
        this.http = http;
        this.realm = realm;
        this.clock = clock;
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        fetcher.scheduleWithFixedDelay(this::refresh, 0, REFRESH_SECONDS, TimeUnit.SECONDS);
    }

    @PreDestroy
    void close() {
        fetcher.shutdownNow();
    }

    /** The key with this id, if the realm has it; 503 while no key at all could be fetched yet. */
    Optional<RSAPublicKey> find(String id) {
        RSAPublicKey known = keys.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        await(refresh());
        Map<String, RSAPublicKey> fetched = keys;
        if (fetched.isEmpty()) {
            throw Problem.unavailable("The sign-in service is not available", BETWEEN_FIRST_FETCHES, null);
        }
        return Optional.ofNullable(fetched.get(id));
    }

    /** Starts a fetch unless one is running or the last one is too recent; gives the one to wait for. */
    synchronized CompletableFuture<Void> refresh() {
        Duration pause = keys.isEmpty() ? BETWEEN_FIRST_FETCHES : BETWEEN_FETCHES;
        Instant now = clock.instant();
        if (running.isDone() && !now.isBefore(earliest(pause))) {
            lastFetch = now;
            running = CompletableFuture.runAsync(this::fetch, fetcher);
        }
        return running;
    }

    private Instant earliest(Duration pause) {
        return lastFetch.equals(Instant.MIN) ? Instant.MIN : lastFetch.plus(pause);
    }

    private void await(CompletableFuture<Void> fetch) {
        if (fetch.isDone() || !waiting.tryAcquire()) {
            return;
        }
        try {
            fetch.get(KeycloakHttp.TOTAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(DEBUG, "the signing keys are not here yet: {0}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.release();
        }
    }

    private void fetch() {
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(realm.keys()).GET().build());
            Map<String, RSAPublicKey> fetched = answer.statusCode() == 200 ? parse(answer.body()) : Map.of();
            if (fetched.isEmpty()) {
                LOG.log(
                        WARNING,
                        "Keycloak offers no signing keys (HTTP {0}); keeping the last ones",
                        answer.statusCode());
                return;
            }
            keys = fetched;
        } catch (IOException | ParseException | JOSEException e) {
            LOG.log(WARNING, "cannot fetch the signing keys, keeping the last ones: {0}", e.getMessage());
        }
    }

    private static Map<String, RSAPublicKey> parse(String json) throws ParseException, JOSEException {
        Map<String, RSAPublicKey> found = new HashMap<>();
        for (JWK key : JWKSet.parse(json).getKeys()) {
            if (key instanceof RSAKey rsa && key.getKeyID() != null && signs(key)) {
                found.put(key.getKeyID(), rsa.toRSAPublicKey());
            }
        }
        return Map.copyOf(found);
    }

    private static boolean signs(JWK key) {
        boolean rightUse = key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse());
        return rightUse && (key.getAlgorithm() == null || JWSAlgorithm.RS256.equals(key.getAlgorithm()));
    }
}
