package io.flame.identity.sso;

import io.flame.kernel.Problem;
import io.flame.kernel.PublicNetwork;
import io.flame.kernel.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Addresses that a tenant names and that our servers will call: only with TLS, and only on the public internet. The
 * certificate has to be for the name, so a name that leads inside later on reaches nothing that would answer to it.
 */
@ApplicationScoped
class ProviderAddresses {

    private static final int LONGEST = 2_000;
    private static final int MOST_BYTES = 512 * 1024;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration TOTAL = Duration.ofSeconds(8);

    private final boolean insecure;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Reads {@code FLAME_SSO_INSECURE}: true lets http and private addresses be named, for development only. */
    @Inject
    ProviderAddresses(Settings settings) {
        this.insecure = settings.flag("FLAME_SSO_INSECURE", false);
    }

    /** @throws Problem 422 naming {@code field}; the same one for whatever is wrong with where the name leads */
    URI check(String field, String text) {
        URI address = web(field, text);
        if (!insecure && !isPublic(address.getHost())) {
            throw Problem.invalid(field, "unreachable", field + " leads to no server of the public internet");
        }
        return address;
    }

    /** As {@link #check} for an address that only browsers will call. */
    URI web(String field, String text) {
        try {
            URI address = new URI(text.strip());
            boolean scheme =
                    "https".equalsIgnoreCase(address.getScheme()) || (insecure && "http".equals(address.getScheme()));
            if (scheme
                    && text.length() <= LONGEST
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw Problem.invalid(field, "malformed", field + " must be an https address");
    }

    /** @throws Problem 422 naming {@code field}, the same one whatever the reason */
    String fetch(String field, URI address, Set<String> types) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Accept", String.join(", ", types))
                .build();
        CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        CompletableFuture<String> body = answer.thenApplyAsync(ProviderAddresses::read);
        try {
            return body.get(TOTAL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw unreadable(field);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreadable(field);
        } finally {
            end(answer);
        }
    }

    static Problem unreadable(String field) {
        return Problem.invalid(field, "unreadable", field + " does not lead to a description of an identity provider");
    }

    private static String read(HttpResponse<InputStream> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("status " + response.statusCode());
        }
        try (InputStream in = response.body()) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IllegalStateException("too long");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whoever still reads is cut off. */
    private static void end(CompletableFuture<HttpResponse<InputStream>> answer) {
        answer.cancel(true);
        if (answer.isCompletedExceptionally()) {
            return;
        }
        try {
            answer.join().body().close();
        } catch (IOException e) {
            // it is given up anyway
        }
    }

    private static boolean isPublic(String host) {
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host.replaceAll("[\\[\\]]", ""));
            for (InetAddress address : addresses) {
                if (!PublicNetwork.holds(address)) {
                    return false;
                }
            }
            return addresses.length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @PreDestroy
    void end() {
        client.shutdownNow();
    }
}
