package io.flame.feed.socketio;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns an HTTP connection into a WebSocket (RFC 6455, section 4.2). Public because the container makes it. */
public final class WebSocketUpgrade implements HttpUpgradeHandler {

    private static final String SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int KEY_BYTES = 16;

    private @Nullable SocketServer server;
    private Map<String, String> query = Map.of();
    private @Nullable WebSocketConnection connection;

    /** Answers the handshake; the container opens the connection when the request is over. */
    static void handshake(
            HttpServletRequest request, HttpServletResponse response, Map<String, String> query, SocketServer server)
            throws IOException, ServletException {
        String key = request.getHeader("Sec-WebSocket-Key");
        if (!"13".equals(request.getHeader("Sec-WebSocket-Version")) || key == null || !isKey(key)) {
            response.setHeader("Sec-WebSocket-Version", "13");
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
        response.setHeader("Upgrade", "websocket");
        response.setHeader("Connection", "Upgrade");
        response.setHeader("Sec-WebSocket-Accept", accept(key));
        WebSocketUpgrade upgrade = request.upgrade(WebSocketUpgrade.class);
        upgrade.server = server;
        upgrade.query = query;
    }

    static boolean isAskedFor(HttpServletRequest request) {
        String upgrade = request.getHeader("Upgrade");
        return upgrade != null && upgrade.toLowerCase(Locale.ROOT).equals("websocket");
    }

    @Override
    public void init(WebConnection opened) {
        try {
            connection = Objects.requireNonNull(server).open(opened, query);
        } catch (IOException e) {
            throw new UncheckedIOException("a WebSocket cannot be opened", e);
        }
    }

    @Override
    public void destroy() {
        if (connection != null) {
            connection.abort();
        }
    }

    static String accept(String key) {
        try {
            byte[] answer = (key + SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(answer));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
