package io.flame.feed.socketio;

import static io.flame.feed.socketio.WebSocketFrames.BINARY;
import static io.flame.feed.socketio.WebSocketFrames.CLOSE;
import static io.flame.feed.socketio.WebSocketFrames.CONTINUATION;
import static io.flame.feed.socketio.WebSocketFrames.PING;
import static io.flame.feed.socketio.WebSocketFrames.PONG;
import static io.flame.feed.socketio.WebSocketFrames.TEXT;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads what a client sends (RFC 6455, section 5): masked frames, texts possibly in several of them. */
final class WebSocketReader {

    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED = 1003;
    static final int BAD_TEXT = 1007;
    static final int TOO_BIG = 1009;

    /** More than any client of this API has to say at once. */
    private static final int MOST_BYTES = 16 * 1024;

    private static final int MOST_CONTROL_BYTES = 125;
    private static final byte[] NOTHING = new byte[0];

    /** Gets what has been read. */
    interface Listener {
        void text(String text);

        void ping(byte[] payload);

        void pong(byte[] payload);

        void close();
    }

    /** The client does not keep to the protocol. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1L;
        private final int code;

        Violation(int code) {
            super("WebSocket close code " + code);
            this.code = code;
        }

        /** The close code that tells the client why. */
        int code() {
            return code;
        }
    }

    private record Header(boolean isFinal, int opcode, int start, long length) {}

    private final Listener listener;
    private byte[] unread = NOTHING;
    private @Nullable ByteArrayOutputStream parts;

    WebSocketReader(Listener listener) {
        this.listener = listener;
    }

    void feed(byte[] bytes, int count) throws Violation {
        byte[] all = Arrays.copyOf(unread, unread.length + count);
        System.arraycopy(bytes, 0, all, unread.length, count);
        int at = 0;
        Header header;
        while ((header = header(all, at)) != null) {
            int end = header.start() + (int) header.length();
            if (end > all.length) {
                break;
            }
            handle(header, unmask(all, header.start(), end));
            at = end;
        }
        unread = at == all.length ? NOTHING : Arrays.copyOfRange(all, at, all.length);
    }

    /** Null while the header is not there in full. */
    private static @Nullable Header header(byte[] bytes, int at) throws Violation {
        ByteBuffer rest = ByteBuffer.wrap(bytes, at, bytes.length - at);
        if (rest.remaining() < 2) {
            return null;
        }
        int first = rest.get() & 0xFF;
        int second = rest.get() & 0xFF;
        boolean isMasked = (second & 0x80) != 0;
        if ((first & 0x70) != 0 || !isMasked) {
            throw new Violation(PROTOCOL_ERROR);
        }
        long length = second & 0x7F;
        int extra = length < 126 ? 0 : length == 126 ? 2 : 8;
        if (rest.remaining() < extra + 4) {
            return null;
        }
        if (extra > 0) {
            length = extra == 2 ? rest.getShort() & 0xFFFF : rest.getLong();
        }
        check(first & 0xF, (first & 0x80) != 0, length);
        return new Header((first & 0x80) != 0, first & 0xF, rest.position() + 4, length);
    }

    private static void check(int opcode, boolean isFinal, long length) throws Violation {
        boolean isControl = opcode >= CLOSE;
        if (isControl && (!isFinal || length > MOST_CONTROL_BYTES)) {
            throw new Violation(PROTOCOL_ERROR);
        }
        if (length < 0 || length > MOST_BYTES) {
            throw new Violation(TOO_BIG);
        }
    }

    private static byte[] unmask(byte[] bytes, int start, int end) {
        byte[] payload = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= bytes[start - 4 + (i & 3)];
        }
        return payload;
    }

    private void handle(Header header, byte[] payload) throws Violation {
        switch (header.opcode()) {
            case TEXT, CONTINUATION -> part(header, payload);
            case CLOSE -> listener.close();
            case PING -> listener.ping(payload);
            case PONG -> listener.pong(payload);
            case BINARY -> throw new Violation(UNSUPPORTED);
            default -> throw new Violation(PROTOCOL_ERROR);
        }
    }

    private void part(Header header, byte[] payload) throws Violation {
        boolean begins = header.opcode() == TEXT;
        if (begins != (parts == null)) {
            throw new Violation(PROTOCOL_ERROR);
        }
        ByteArrayOutputStream text = parts == null ? new ByteArrayOutputStream(payload.length) : parts;
        if (text.size() + payload.length > MOST_BYTES) {
            throw new Violation(TOO_BIG);
        }
        text.write(payload, 0, payload.length);
        parts = header.isFinal() ? null : text;
        if (header.isFinal()) {
            listener.text(decode(text.toByteArray()));
        }
    }

    private static String decode(byte[] bytes) throws Violation {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Violation(BAD_TEXT);
        }
    }
}
