package io.flame.launcher;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens a Socket.IO session on behalf of the client and remembers the node that answered. The protocol: the first
 * polling answer is {@code 0{"sid":"…",…}} (https://socket.io/docs/v4/engine-io-protocol/#handshake).
 */
final class SocketHandshake implements HttpHandler {
    private static final Pattern SESSION = Pattern.compile("\"sid\"\\s*:\\s*\"([^\"]+)\"");
    private static final Duration LIMIT = Duration.ofSeconds(10);
    // The client library sets these itself, and refuses or doubles what the caller gives.
    private static final Set<String> OWN_HEADERS =
            Set.of("host", "connection", "content-length", "expect", "upgrade", "transfer-encoding", ":status");

    private final SocketSessions sessions;

    SocketHandshake(SocketSessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws InterruptedException {
        byte[] body;
        try {
            body = exchange.getInputStream().readAllBytes();
        } catch (IOException e) {
            exchange.setStatusCode(StatusCodes.BAD_REQUEST);
            return;
        }
        for (String node : sessions.nodesInTurn()) {
            try {
                answer(
                        exchange,
                        node,
                        Http.CLIENT.send(request(exchange, node, body), HttpResponse.BodyHandlers.ofByteArray()));
                return;
            } catch (IOException e) {
                // This node is gone; the next one may live.
            }
        }
        exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
    }

    private static HttpRequest request(HttpServerExchange exchange, String node, byte[] body) {
        URI target = URI.create(node + exchange.getRequestURI() + "?" + exchange.getQueryString());
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(LIMIT)
                .method(exchange.getRequestMethod().toString(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (HeaderValues header : exchange.getRequestHeaders()) {
            String name = header.getHeaderName().toString();
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                header.forEach(value -> request.header(name, value));
            }
        }
        return request.build();
    }

    private void answer(HttpServerExchange exchange, String node, HttpResponse<byte[]> response) {
        Matcher session = SESSION.matcher(new String(response.body(), StandardCharsets.UTF_8));
        if (session.find()) {
            sessions.opened(session.group(1), node);
        }
        exchange.setStatusCode(response.statusCode());
        response.headers().map().forEach((name, values) -> {
            if (!OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().putAll(new HttpString(name), values);
            }
        });
        exchange.getResponseSender().send(ByteBuffer.wrap(response.body()));
    }
}
