package io.flame.feed.socketio;

import static java.lang.System.Logger.Level.DEBUG;

import io.flame.feed.FeedThreads;
import io.socket.engineio.server.EngineIoWebSocket;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A WebSocket whose writers never wait: what the client has not taken yet is queued here, and counted. Stands on the
 * servlet container's own connection, because the container's WebSocket API schedules a timer for every frame and
 * encodes each frame anew for each client, which costs many times the sending itself.
 */
final class WebSocketConnection extends EngineIoWebSocket {

    private static final System.Logger LOG = System.getLogger(WebSocketConnection.class.getName());

    private static final int NORMAL = 1000;
    private static final int CHUNK = 4_096;

    /** So much may be on its way; the container alone would take some ten megabytes for a client that does not read. */
    private static final long WINDOW = 512 * 1024;

    private static final long BETWEEN_PINGS = 64 * 1024;
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(2);

    private final WebConnection connection;
    private final ServletInputStream in;
    private final ServletOutputStream out;
    private final Map<String, String> query;
    private final FeedThreads threads;
    private final WebSocketReader reader = new WebSocketReader(new Incoming());
    private final ArrayDeque<byte[]> queue = new ArrayDeque<>();
    private final Backlog backlog = new Backlog();
    private final AtomicBoolean over = new AtomicBoolean();
    private boolean closing;
    private long sent;
    private long pinged;
    private long arrived;

    WebSocketConnection(WebConnection connection, Map<String, String> query, FeedThreads threads) throws IOException {
        this.connection = connection;
        this.in = connection.getInputStream();
        this.out = connection.getOutputStream();
        this.query = query;
        this.threads = threads;
    }

    /** From now on the container says when there is something to read and when there is room to write. */
    void listen() throws IOException {
        out.setWriteListener(new Outgoing());
        synchronized (queue) {
            if (out.isReady()) {
                // else the handshake's answer would wait for the first frame
                out.flush();
            }
        }
        in.setReadListener(new Arriving());
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

    @Override
    public void write(String text) {
        send(List.of(WebSocketFrames.text(text)));
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        throw new IOException("binary packets are not spoken here");
    }

    /** Sends frames as they are, all in one go where the client keeps up. */
    void send(List<byte[]> frames) {
        synchronized (queue) {
            if (closing) {
                return;
            }
            queue.addAll(frames);
            frames.forEach(frame -> backlog.add(frame.length));
            pump();
        }
    }

    /** Closes once everything written so far has been sent and the client has agreed, or soon if it does not. */
    @Override
    public void close() {
        close(NORMAL);
    }

    /** Closes without sending what waits. */
    void abort() {
        synchronized (queue) {
            closing = true;
            queue.clear();
            backlog.clear();
        }
        end();
    }

    private void close(int code) {
        synchronized (queue) {
            if (closing) {
                return;
            }
            send(List.of(WebSocketFrames.close(code)));
            closing = true;
        }
        threads.later(TIME_TO_CLOSE, this::abort);
    }

    /**
     * Sends as much as is allowed. Only while the stream is ready may it be written to; when it is not, the container
     * calls when it is again. And only so much is sent ahead of the client's answers to the pings in between.
     */
    private void pump() {
        try {
            boolean wrote = false;
            while (!queue.isEmpty() && sent - arrived < WINDOW && out.isReady()) {
                byte[] next = queue.remove();
                out.write(next);
                backlog.remove(next.length);
                sent += next.length;
                wrote = true;
                if (sent - pinged >= BETWEEN_PINGS) {
                    pinged = sent;
                    queue.addFirst(WebSocketFrames.ping(sent));
                }
            }
            if (wrote) {
                out.flush();
            }
        } catch (IOException | IllegalStateException e) {
            LOG.log(DEBUG, "a connection is gone: {0}", e.getMessage());
            closing = true;
            queue.clear();
            backlog.clear();
            threads.arrival(this::end);
        }
    }

    private void end() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        try {
            connection.close();
        } catch (Exception e) {
            LOG.log(DEBUG, "a connection was gone before it was closed: {0}", e.getMessage());
        }
        emit("close");
    }

    private void read() {
        byte[] chunk = new byte[CHUNK];
        try {
            while (!over.get() && in.isReady()) {
                int count = in.read(chunk);
                if (count < 0) {
                    abort();
                    return;
                }
                reader.feed(chunk, count);
            }
        } catch (WebSocketReader.Violation e) {
            close(e.code());
        } catch (IOException | IllegalStateException e) {
            abort();
        }
    }

    private final class Incoming implements WebSocketReader.Listener {
        @Override
        public void text(String text) {
            emit("message", text);
        }

        @Override
        public void ping(byte[] payload) {
            send(List.of(WebSocketFrames.pong(payload)));
        }

        @Override
        public void pong(byte[] payload) {
            if (payload.length != Long.BYTES) {
                return;
            }
            synchronized (queue) {
                arrived = Math.clamp(ByteBuffer.wrap(payload).getLong(), arrived, sent);
                pump();
            }
        }

        @Override
        public void close() {
            WebSocketConnection.this.close(NORMAL);
            abort();
        }
    }

    private final class Arriving implements ReadListener {
        @Override
        public void onDataAvailable() {
            read();
        }

        @Override
        public void onAllDataRead() {
            abort();
        }

        @Override
        public void onError(Throwable failure) {
            abort();
        }
    }

    private final class Outgoing implements WriteListener {
        @Override
        public void onWritePossible() {
            synchronized (queue) {
                pump();
            }
        }

        @Override
        public void onError(Throwable failure) {
            abort();
        }
    }
}
