package io.flame.launcher;

import io.undertow.server.HttpServerExchange;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Which node opened which Socket.IO session. */
final class SocketSessions {
    private static final int REMEMBERED = 50_000;

    private final List<String> nodes = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Map<String, String> nodeOfSession = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    });

    void addNode(String node) {
        nodes.add(node);
    }

    /** Every node once, beginning with another one at each call. */
    List<String> nodesInTurn() {
        List<String> inTurn = new java.util.ArrayList<>(nodes);
        Collections.rotate(inTurn, -Math.floorMod(turn.getAndIncrement(), inTurn.size()));
        return inTurn;
    }

    void opened(String session, String node) {
        nodeOfSession.put(session, node);
    }

    Optional<String> node(String session) {
        return Optional.ofNullable(nodeOfSession.get(session));
    }

    static Optional<String> sessionOf(HttpServerExchange exchange) {
        return parameter(exchange, "sid");
    }

    static boolean isPolling(HttpServerExchange exchange) {
        return parameter(exchange, "transport").filter("polling"::equals).isPresent();
    }

    private static Optional<String> parameter(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(exchange.getQueryParameters().get(name)).map(Deque::peekFirst);
    }
}
