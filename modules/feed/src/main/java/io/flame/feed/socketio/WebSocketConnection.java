package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.DEBUG;

import io.socket.engineio.server.EngineIoWebSocket;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A WebSocket whose writers never wait: what the client has not taken yet is queued here, and counted. */
final class WebSocketConnection extends EngineIoWebSocket {

    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    private final Session session;
    private final Map<String, String> query = new HashMap<>();
    private final ArrayDeque<String> queue = new ArrayDeque<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Backlog backlog = new Backlog();
    private boolean sending;
    private boolean closing;

    WebSocketConnection(Session session) {
        this.session = session;
        session.getRequestParameterMap().forEach((name, values) -> query.put(name, values.getFirst()));
    }

    @Override
    public Map<String, String> getQuery() {
        return query;
    }

    /** Headers have been looked at before the handshake; nobody needs them here. */
    @Override
    public Map<String, List<String>> getConnectionHeaders() {
        return Map.of();
    }

    Backlog backlog() {
        return backlog;
    }

    void received(String text) {
        emit("message", text);
    }

    @Override
    public void write(String text) {
        synchronized (this) {
            if (closing) {
                return;
            }
            queue.add(text);
            backlog.add(text.length());
            if (sending) {
                return;
            }
            sending = true;
        }
        pump();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        throw new IOException("binary packets are not spoken here");
    }

    /** Closes once everything written so far has been sent. */
    @Override
    public void close() {
        boolean idle;
        synchronized (this) {
            closing = true;
            idle = !sending;
        }
        if (idle) {
            end(CloseCodes.NORMAL_CLOSURE);
        }
    }

    /** Closes without sending what waits. */
    void abort() {
        synchronized (this) {
            closing = true;
            queue.clear();
            backlog.clear();
        }
        end(CloseCodes.TRY_AGAIN_LATER);
    }

    /** The other side has closed, or has been closed. */
    void closed() {
        synchronized (this) {
            closing = true;
            queue.clear();
            backlog.clear();
        }
        if (over.compareAndSet(false, true)) {
            emit("close");
        }
    }

    private void end(CloseCodes code) {
        try {
            session.close(new CloseReason(code, ""));
        } catch (IOException | IllegalStateException e) {
            LOG.log(DEBUG, "a connection was gone before it was closed: {0}", e.getMessage());
        }
        closed();
    }

    /** Sends one after the other. A send that is done at once is followed by the next here, not on a growing stack. */
    private void pump() {
        while (true) {
            String next = next();
            if (next == null) {
                return;
            }
            Sending sent = new Sending(next.length());
            try {
                session.getAsyncRemote().sendText(next, sent);
            } catch (RuntimeException e) {
                LOG.log(DEBUG, "a connection is gone: {0}", e.getMessage());
                abort();
                return;
            }
            if (!sent.isDoneAtOnce()) {
                return;
            }
        }
    }

    private @Nullable String next() {
        boolean last;
        synchronized (this) {
            String next = queue.poll();
            if (next != null) {
                return next;
            }
            sending = false;
            last = closing;
        }
        if (last && !over.get()) {
            end(CloseCodes.NORMAL_CLOSURE);
        }
        return null;
    }

    private final class Sending implements SendHandler {
        private static final int LEFT_RUNNING = 1;
        private static final int DONE = 2;

        private final int characters;
        private final AtomicInteger state = new AtomicInteger();

        Sending(int characters) {
            this.characters = characters;
        }

        boolean isDoneAtOnce() {
            return !state.compareAndSet(0, LEFT_RUNNING);
        }

        @Override
        public void onResult(SendResult result) {
            if (!result.isOK()) {
                abort();
                return;
            }
            backlog.remove(characters);
            if (!state.compareAndSet(0, DONE)) {
                pump();
            }
        }
    }
}
