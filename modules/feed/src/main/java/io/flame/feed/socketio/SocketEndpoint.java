package io.flame.feed.socketio;

import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;

/** The WebSocket transport: one instance per connection. Public because the container calls it by reflection. */
public final class SocketEndpoint extends Endpoint {

    private static final int MOST_CHARACTERS = 16 * 1024;

    private final SocketServer server;
    private @Nullable WebSocketConnection connection;

    SocketEndpoint(SocketServer server) {
        this.server = server;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxTextMessageBufferSize(MOST_CHARACTERS);
        session.setMaxBinaryMessageBufferSize(1);
        session.setMaxIdleTimeout(0);
        WebSocketConnection opened = new WebSocketConnection(session);
        connection = opened;
        session.addMessageHandler(new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String text) {
                opened.received(text);
            }
        });
        server.open(opened);
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        if (connection != null) {
            connection.closed();
        }
    }

    @Override
    public void onError(Session session, Throwable failure) {
        if (connection != null) {
            connection.abort();
        }
    }
}
