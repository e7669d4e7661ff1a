package io.flame.feed.socketio;

import io.flame.feed.FeedThreads;
import io.flame.feed.Frame;
import io.flame.feed.Sink;
import io.socket.engineio.server.EngineIoSocket;
import io.socket.engineio.server.parser.Packet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client. Everything it says is handled in order by {@link Reception}, in a thread of the feed; what it is sent
 * never makes the sender wait, and a client that leaves too much unread is cut off.
 */
final class ClientSocket implements Sink {

    private static final int MOST_PACKETS = 1_000;
    private static final long MOST_CHARACTERS = 1024 * 1024;
    private static final int BURST = 40;
    private static final double PER_SECOND = 10;

    private final EngineIoSocket engine;
    private final Reception reception;
    private final InOrder tasks;
    private final RateLimit rate = new RateLimit(BURST, PER_SECOND);
    private final Backlog unpolled = new Backlog();
    private final AtomicReference<@Nullable Visit> visit = new AtomicReference<>();
    private final AtomicBoolean greeted = new AtomicBoolean();
    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile @Nullable WebSocketConnection connection;
    private volatile boolean isOnWebSocket;
    private volatile boolean isDirect;

    ClientSocket(EngineIoSocket engine, Reception reception, FeedThreads threads) {
        this.engine = engine;
        this.reception = reception;
        this.tasks = new InOrder(threads);
        engine.on("data", (socket, data) -> heard(data[0]));
        engine.on("upgrade", (socket, transport) -> isOnWebSocket = true);
        engine.on("drain", (socket, none) -> drained());
        engine.on("close", (socket, reason) -> tasks.execute(this::leave));
    }

    /** The WebSocket it is about to move to. */
    void bind(WebSocketConnection opened) {
        connection = opened;
    }

    /** The WebSocket it has come with. */
    void comeWith(WebSocketConnection opened) {
        connection = opened;
        isOnWebSocket = true;
        isDirect = true;
    }

    boolean isOnWebSocket() {
        return isOnWebSocket;
    }

    Optional<Visit> visit() {
        return Optional.ofNullable(visit.get());
    }

    boolean isGone() {
        return gone.get();
    }

    /** Whether it has said CONNECT. */
    boolean isGreeted() {
        return greeted.get();
    }

    void signIn(Visit arrived) {
        visit.set(arrived);
    }

    @Override
    public void take(List<Frame> frames) {
        WebSocketConnection open = connection;
        if (!isDirect || open == null) {
            frames.forEach(frame -> send(frame.packet()));
        } else if (isBehind(MOST_PACKETS, MOST_CHARACTERS)) {
            cutOff();
        } else if (!gone.get()) {
            open.send(frames.stream()
                    .map(frame -> frame.encoded(ClientSocket::webSocketMessage))
                    .toList());
        }
    }

    @Override
    public boolean hasRoom() {
        return !isBehind(MOST_PACKETS / 4, MOST_CHARACTERS / 4);
    }

    @Override
    public void giveUp() {
        cutOff();
    }

    void send(String packet) {
        if (gone.get()) {
            return;
        }
        if (isBehind(MOST_PACKETS, MOST_CHARACTERS)) {
            cutOff();
            return;
        }
        unpolled.add(packet.length());
        engine.send(new Packet<>(Packet.MESSAGE, packet));
    }

    /** Says why and closes once that has been sent. */
    void dismiss(String lastPacket) {
        send(lastPacket);
        finish();
        engine.close();
    }

    /** Closes without a word; the official client comes back by itself. */
    void drop() {
        finish();
        engine.close();
    }

    /** Later, in another thread: whoever sends holds the room's lock, and leaving needs it. */
    private void cutOff() {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        tasks.execute(() -> {
            leave();
            WebSocketConnection open = connection;
            if (open != null) {
                open.abort();
            }
            engine.close();
        });
    }

    private void finish() {
        gone.set(true);
        tasks.execute(this::leave);
    }

    private void leave() {
        gone.set(true);
        Visit ended = visit.getAndSet(null);
        if (ended != null) {
            reception.leave(ended);
        }
    }

    private void heard(Object data) {
        Optional<SocketPacket> packet = data instanceof String text ? SocketPacket.parse(text) : Optional.empty();
        if (packet.isEmpty() || !rate.allows()) {
            drop();
            return;
        }
        tasks.execute(() -> answer(packet.get()));
    }

    private void answer(SocketPacket packet) {
        if (gone.get()) {
            return;
        }
        switch (packet.type()) {
            case SocketPacket.CONNECT -> connect(packet);
            case SocketPacket.DISCONNECT -> drop();
            case SocketPacket.EVENT -> event(packet);
            default -> {
                // acknowledgements of what was never asked
            }
        }
    }

    private void connect(SocketPacket packet) {
        if (!packet.isForRoot()) {
            send(SocketPacket.refused(packet.namespace(), "Invalid namespace", "invalid_namespace", 404));
        } else if (greeted.compareAndSet(false, true)) {
            reception.arrive(this, packet.payload());
        } else {
            drop();
        }
    }

    private void event(SocketPacket packet) {
        Visit current = visit.get();
        if (current == null) {
            drop();
            return;
        }
        reception.heard(this, current, packet);
    }

    /**
     * After an upgrade the library first sends what it has held back; only then may frames pass it by, or they would
     * overtake.
     */
    private void drained() {
        unpolled.clear();
        isDirect = isOnWebSocket;
    }

    /** A Socket.IO packet in an Engine.IO message ({@code 4}) in a WebSocket frame. */
    private static byte[] webSocketMessage(String packet) {
        return WebSocketFrames.text("4" + packet);
    }

    private boolean isBehind(int packets, long characters) {
        WebSocketConnection open = connection;
        return unpolled.exceeds(packets, characters)
                || (open != null && open.backlog().exceeds(packets, characters));
    }
}
