package io.flame.feed.socketio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the frames a WebSocket server sends (RFC 6455, section 5.2): whole, and not masked, so one fits all clients. */
final class WebSocketFrames {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int FINAL = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private WebSocketFrames() {}

    static byte[] text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] close(int code) {
        return frame(CLOSE, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    static byte[] ping(long mark) {
        return frame(PING, ByteBuffer.allocate(Long.BYTES).putLong(mark).array());
    }

    static byte[] pong(byte[] payload) {
        return frame(PONG, payload);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(headerLength(payload.length) + payload.length);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < SHORT_LENGTH) {
            frame.put((byte) payload.length);
        } else if (payload.length <= 0xFFFF) {
            frame.put((byte) SHORT_LENGTH).putShort((short) payload.length);
        } else {
            frame.put((byte) LONG_LENGTH).putLong(payload.length);
        }
        return frame.put(payload).array();
    }

    private static int headerLength(int length) {
        if (length < SHORT_LENGTH) {
            return 2;
        }
        return length <= 0xFFFF ? 4 : 10;
    }
}
