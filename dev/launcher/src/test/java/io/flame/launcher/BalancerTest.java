package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BalancerTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port = Ports.free();
    private HttpServer one;
    private HttpServer two;
    private Balancer balancer;

    @BeforeEach
    void startTwoNodes() throws IOException {
        one = node("one");
        two = node("two");
        balancer = Balancer.start(port, List.of(url(one), url(two)));
    }

    @AfterEach
    void stop() {
        balancer.close();
        one.stop(0);
        two.stop(0);
    }

    @Test
    void usesEveryNode() throws Exception {
        Set<String> answers = new HashSet<>();
        for (int each = 0; each < 20; each++) {
            answers.add(get("/api/conversations"));
        }

        assertThat(answers).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void keepsASocketSessionOnTheNodeThatOpenedIt() throws Exception {
        for (String node : List.of("one", "two")) {
            String session = open(node);

            for (int each = 0; each < 6; each++) {
                assertThat(get("/socket.io/?EIO=4&transport=polling&sid=" + session))
                        .isEqualTo(node);
            }
        }
    }

    @Test
    void goesOnWithTheOtherNodeWhenOneIsGone() throws Exception {
        one.stop(0);

        for (int each = 0; each < 6; each++) {
            assertThat(get("/api/conversations")).isEqualTo("two");
            assertThat(get("/socket.io/?EIO=4&transport=polling")).contains("two-");
        }
    }

    @Test
    void passesTheQueryAndTheHeadersOfAHandshakeOn() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("/socket.io/?EIO=4&transport=polling&t=abc"))
                .header("Authorization", "Bearer token")
                .build();

        var answer = client.send(request, BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("X-Seen")).contains("EIO=4&transport=polling&t=abc Bearer token");
    }

    /** Opens sessions until one lives on that node. */
    private String open(String node) throws Exception {
        while (true) {
            String handshake = get("/socket.io/?EIO=4&transport=polling");
            if (handshake.contains(node)) {
                return handshake.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
            }
        }
    }

    private String get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                .body();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String url(HttpServer server) {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static HttpServer node(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, name));
        server.createContext("/socket.io/", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            exchange.getResponseHeaders()
                    .set("X-Seen", query + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            answer(exchange, query.contains("sid=") ? name : "0{\"sid\":\"%s-%d\"}".formatted(name, System.nanoTime()));
        });
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
