package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Takes webhooks, remembers them, and answers as the test tells it. */
final class FakeFlame implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

    FakeFlame() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Received(
                    exchange.getRequestURI().getPath(),
                    Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Hub-Signature-256")),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(Optional.ofNullable(answers.poll()).orElse(200), -1);
        }
    }

    URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The next webhooks get these answers; all further ones 200. */
    void answerNext(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    List<Received> received() {
        return received;
    }

    /** The status webhooks in the order they came, such as {@code sent}. */
    List<String> statuses() {
        return received.stream()
                .map(one -> one.value().path("statuses").path(0).path("status").asText())
                .filter(status -> !status.isEmpty())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    record Received(String path, Optional<String> signature, byte[] body) {

        JsonNode value() {
            return Json.parse(body)
                    .path("entry")
                    .path(0)
                    .path("changes")
                    .path(0)
                    .path("value");
        }
    }
}
