package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.INFO;

import io.flame.feed.FeedThreads;
import io.flame.kernel.Problem;
import io.socket.engineio.server.EngineIoServer;
import io.socket.engineio.server.EngineIoServerOptions;
import io.socket.engineio.server.EngineIoSocket;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All clients of this node, whatever transport they use. */
@ApplicationScoped
class SocketServer {

    private static final System.Logger LOG = System.getLogger(SocketServer.class.getName());

    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(15);
    private static final Duration TIME_TO_UPGRADE = Duration.ofSeconds(10);
    private static final Duration RECHECK = Duration.ofSeconds(5);
    private static final String DISCONNECT = String.valueOf(SocketPacket.DISCONNECT);

    private final FeedThreads threads;
    private final Reception reception;
    private final EngineIoServer engine;
    private final Map<String, ClientSocket> sockets = new ConcurrentHashMap<>();

    /** The WebSocket being opened in this thread: the library does not say on which one a connection stands. */
    private final ThreadLocal<@Nullable WebSocketConnection> opening = new ThreadLocal<>();

    @Inject
    SocketServer(FeedThreads threads, Reception reception) {
        this.threads = threads;
        this.reception = reception;
        EngineIoServerOptions options = EngineIoServerOptions.newFromDefault();
        options.setCorsHandlingDisabled(true);
        options.setScheduledExecutorService(threads.timer());
        this.engine = new EngineIoServer(options);
        engine.on("connection", arguments -> connected((EngineIoSocket) arguments[0]));
        threads.every(RECHECK, () -> threads.arrival(this::recheck));
    }

    void poll(PollRequest request, PollResponse response) throws IOException {
        engine.handleRequest(request, response);
    }

    WebSocketConnection open(WebConnection opened, Map<String, String> query) throws IOException {
        WebSocketConnection connection = new WebSocketConnection(opened, query, threads);
        ClientSocket upgraded = sockets.get(query.getOrDefault("sid", ""));
        if (upgraded != null) {
            upgraded.bind(connection);
            threads.later(TIME_TO_UPGRADE, () -> endUpgrade(upgraded, connection));
        }
        opening.set(connection);
        try {
            engine.handleWebSocket(connection);
        } finally {
            opening.remove();
        }
        connection.listen();
        return connection;
    }

    /** While a client is about to move, the library answers its polls with nothing at once, so it must not take long. */
    private void endUpgrade(ClientSocket socket, WebSocketConnection connection) {
        if (!socket.isOnWebSocket()) {
            threads.arrival(connection::abort);
        }
    }

    @PreDestroy
    void stop() {
        sockets.values().forEach(ClientSocket::drop);
        engine.shutdown();
    }

    private void connected(EngineIoSocket opened) {
        ClientSocket socket = new ClientSocket(opened, reception, threads);
        WebSocketConnection connection = opening.get();
        if (connection != null) {
            socket.comeWith(connection);
        }
        sockets.put(opened.getId(), socket);
        opened.on("close", (closed, reason) -> sockets.remove(closed.getId()));
        threads.later(TIME_TO_CONNECT, () -> {
            if (!socket.isGreeted()) {
                socket.drop();
            }
        });
    }

    /** Closes what is no longer allowed. Each token is checked once, however many sockets stand on it. */
    private void recheck() {
        Map<String, Reception.Standing> standings = new HashMap<>();
        for (ClientSocket socket : sockets.values()) {
            Optional<Visit> visit = socket.visit();
            if (visit.isEmpty()) {
                continue;
            }
            Reception.Standing standing =
                    standings.computeIfAbsent(visit.get().token(), token -> reception.standing(visit.get()));
            standing.caller().ifPresent(now -> reception.look(visit.get(), now));
            standing.refusal().ifPresent(problem -> cutOff(socket, visit.get(), problem));
        }
    }

    private static void cutOff(ClientSocket socket, Visit visit, Problem problem) {
        LOG.log(INFO, "a client of tenant {0} is cut off: {1}", visit.caller().tenant(), problem.code());
        socket.dismiss(DISCONNECT);
    }
}
