package io.flame.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderAddressesTest {

    private static final Settings DEVELOPMENT = Settings.of(Map.of("FLAME_SSO_INSECURE", "true"));

    private final ProviderAddresses strict = new ProviderAddresses(Settings.of(Map.of()));
    private final ProviderAddresses loose = new ProviderAddresses(DEVELOPMENT);
    private final AtomicInteger calls = new AtomicInteger();
    private final HttpServer server = server();

    @AfterEach
    void close() {
        strict.end();
        loose.end();
        server.stop(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/x", "ftp://example.com", "//example.com", "example.com",
                        "https://user@example.com/",
                "https:///x", "https://example.com/#x", "file:///etc/passwd", "https://exa mple.com", ""
            })
    void takesNothingButHttps(String address) {
        assertThat(refusal(strict, address).errors().getFirst().code()).isEqualTo("malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x", "https://localhost:8443/x", "https://[::1]/x", "https://169.254.169.254/latest",
                "https://10.0.0.7/", "https://[::ffff:10.0.0.7]/", "https://0/", "https://2130706433/",
                "https://no-such-host.invalid/"
            })
    void refusesWhatIsInsideAndWhatIsNotThereAlike(String address) {
        Problem refusal = refusal(strict, address);

        assertThat(refusal.errors().getFirst().code()).isEqualTo("unreachable");
        assertThat(refusal.errors())
                .isEqualTo(refusal(strict, "https://192.168.0.1/").errors());
    }

    @Test
    void tellsNothingAboutWhyADocumentCannotBeRead() {
        Set<String> answers = new HashSet<>();
        for (String path : List.of("/moved", "/missing", "/endless")) {
            Problem refusal = catchThrowableOfType(
                    Problem.class,
                    () -> loose.fetch("issuer", loose.check("issuer", url() + path), Set.of("application/json")));
            answers.add(refusal.errors().toString());
        }

        assertThat(answers).hasSize(1);
        assertThat(calls).hasValue(3);
    }

    @Test
    void readsADocument() {
        assertThat(loose.fetch("issuer", loose.check("issuer", url() + "/good"), Set.of("application/json")))
                .isEqualTo("{}");
    }

    private static Problem refusal(ProviderAddresses addresses, String address) {
        return catchThrowableOfType(Problem.class, () -> addresses.check("issuer", address));
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private HttpServer server() {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            made.createContext("/", exchange -> {
                calls.incrementAndGet();
                String path = exchange.getRequestURI().getPath();
                try (exchange) {
                    byte[] body =
                            (path.equals("/endless") ? "x".repeat(600_000) : "{}").getBytes(StandardCharsets.US_ASCII);
                    exchange.getResponseHeaders().set("Location", "/good");
                    exchange.sendResponseHeaders(
                            switch (path) {
                                case "/moved" -> 302;
                                case "/missing" -> 404;
                                default -> 200;
                            },
                            body.length);
                    exchange.getResponseBody().write(body);
                }
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
