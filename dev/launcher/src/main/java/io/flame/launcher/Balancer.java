package io.flame.launcher;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.proxy.LoadBalancingProxyClient;
import io.undertow.server.handlers.proxy.ProxyHandler;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Spreads requests over the nodes behind one port. A Socket.IO session lives in one node until its client has switched
 * to a WebSocket, so requests that carry its {@code sid} go to the node that opened it; everything else goes anywhere,
 * and to another node when one is gone.
 */
final class Balancer implements AutoCloseable {
    private static final int RETRIES = 3;
    private static final int PROBLEM_RETRY_SECONDS = 1;
    private static final int REQUEST_LIMIT_MILLIS = 120_000;

    // It reports every request that a dying node has cut off, with a stack trace; the client gets a 502 or 503 and
    // knows.
    private static final List<Logger> SILENCED = Stream.of("io.undertow", "org.xnio", "org.jboss.threads")
            .map(Logger::getLogger)
            .toList();

    static {
        SILENCED.forEach(logger -> logger.setLevel(Level.OFF));
    }

    private final LoadBalancingProxyClient anyNode = newClient();
    private final HttpHandler anywhere = newHandler(anyNode);
    private final Map<String, HttpHandler> oneNode = new ConcurrentHashMap<>();
    private final SocketSessions sessions = new SocketSessions();
    private final HttpHandler handshake = new BlockingHandler(new SocketHandshake(sessions));
    private final Undertow server;

    private Balancer(int port) {
        server = Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(this::route)
                .build();
    }

    static Balancer start(int port, List<String> nodes) {
        Balancer balancer = new Balancer(port);
        nodes.forEach(balancer::add);
        balancer.server.start();
        return balancer;
    }

    void add(String node) {
        anyNode.addHost(URI.create(node));
        LoadBalancingProxyClient only = newClient();
        only.addHost(URI.create(node));
        oneNode.put(node, newHandler(only));
        sessions.addNode(node);
    }

    @Override
    public void close() {
        server.stop();
    }

    private void route(HttpServerExchange exchange) throws Exception {
        if (!exchange.getRequestPath().startsWith("/socket.io/")) {
            anywhere.handleRequest(exchange);
            return;
        }
        Optional<String> session = SocketSessions.sessionOf(exchange);
        if (session.isEmpty() && SocketSessions.isPolling(exchange)) {
            handshake.handleRequest(exchange);
            return;
        }
        session.flatMap(sessions::node).map(oneNode::get).orElse(anywhere).handleRequest(exchange);
    }

    private static LoadBalancingProxyClient newClient() {
        return new LoadBalancingProxyClient().setConnectionsPerThread(200).setProblemServerRetry(PROBLEM_RETRY_SECONDS);
    }

    private static HttpHandler newHandler(LoadBalancingProxyClient client) {
        return ProxyHandler.builder()
                .setProxyClient(client)
                .setMaxConnectionRetries(RETRIES)
                .setMaxRequestTime(REQUEST_LIMIT_MILLIS)
                .setReuseXForwarded(false)
                .build();
    }
}
