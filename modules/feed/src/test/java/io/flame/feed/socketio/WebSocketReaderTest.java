package io.flame.feed.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketReaderTest {

    private static final byte[] MASK = {1, 2, 3, 4};

    private final List<String> heard = new ArrayList<>();
    private final WebSocketReader reader = new WebSocketReader(new WebSocketReader.Listener() {
        @Override
        public void text(String text) {
            heard.add("text " + text);
        }

        @Override
        public void ping(byte[] payload) {
            heard.add("ping " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void pong(byte[] payload) {
            heard.add("pong " + payload.length);
        }

        @Override
        public void close() {
            heard.add("close");
        }
    });

    /** The example of RFC 6455, section 5.7. */
    @Test
    void readsTheMaskedHelloOfTheSpecification() throws Exception {
        byte[] hello = {(byte) 0x81, (byte) 0x85, 0x37, (byte) 0xfa, 0x21, 0x3d, 0x7f, (byte) 0x9f, 0x4d, 0x51, 0x58};
        reader.feed(hello, hello.length);
        assertThat(heard).containsExactly("text Hello");
    }

    /** The example of RFC 6455, section 1.3. */
    @Test
    void acceptsTheHandshakeOfTheSpecification() {
        assertThat(WebSocketUpgrade.accept("dGhlIHNhbXBsZSBub25jZQ==")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1_000})
    void readsFramesHoweverTheyAreCutIntoPieces(int size) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(frame(0x81, "ñ😀".repeat(100)));
        all.write(frame(0x01, "be"));
        all.write(frame(0x89, "in between"));
        all.write(frame(0x00, "gin"));
        all.write(frame(0x80, "ning"));
        all.write(frame(0x8A, ""));
        all.write(frame(0x88, ""));
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; at += size) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
            reader.feed(piece, piece.length);
        }
        assertThat(heard)
                .containsExactly("text " + "ñ😀".repeat(100), "ping in between", "text beginning", "pong 0", "close");
    }

    @Test
    void refusesWhatIsNotMasked() {
        refuses(new byte[] {(byte) 0x81, 1, 'x'}, WebSocketReader.PROTOCOL_ERROR);
    }

    @Test
    void refusesReservedBitsUnknownKindsAndFragmentedControlFrames() throws Exception {
        refuses(frame(0xC1, "x"), WebSocketReader.PROTOCOL_ERROR);
        refuses(frame(0x83, "x"), WebSocketReader.PROTOCOL_ERROR);
        refuses(frame(0x09, "x"), WebSocketReader.PROTOCOL_ERROR);
        refuses(frame(0x89, "x".repeat(126)), WebSocketReader.PROTOCOL_ERROR);
        refuses(frame(0x80, "the end of nothing"), WebSocketReader.PROTOCOL_ERROR);
    }

    @Test
    void refusesBinaryAndBrokenText() throws Exception {
        refuses(frame(0x82, "x"), WebSocketReader.UNSUPPORTED);
        refuses(frame(0x81, new byte[] {(byte) 0xC3}), WebSocketReader.BAD_TEXT);
    }

    @Test
    void refusesWhatIsTooBigBeforeItIsThere() {
        byte[] header = ByteBuffer.allocate(14)
                .put((byte) 0x81)
                .put((byte) 0xFF)
                .putLong(Long.MAX_VALUE)
                .put(MASK)
                .array();
        refuses(header, WebSocketReader.TOO_BIG);
    }

    @Test
    void refusesATextThatGrowsTooBigInParts() throws Exception {
        byte[] part = frame(0x01, "x".repeat(10_000));
        reader.feed(part, part.length);
        byte[] more = frame(0x00, "x".repeat(10_000));
        assertThatThrownBy(() -> reader.feed(more, more.length))
                .isInstanceOfSatisfying(WebSocketReader.Violation.class, violation -> assertThat(violation.code())
                        .isEqualTo(WebSocketReader.TOO_BIG));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 125, 126, 65_535, 65_536})
    void writesFramesOfEveryLength(int length) {
        byte[] frame = WebSocketFrames.text("x".repeat(length));
        int header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
        assertThat(frame).hasSize(header + length);
        assertThat(frame[0]).isEqualTo((byte) 0x81);
    }

    private static void refuses(byte[] bytes, int code) {
        WebSocketReader fresh = new WebSocketReader(new Silent());
        assertThatThrownBy(() -> fresh.feed(bytes, bytes.length))
                .isInstanceOfSatisfying(WebSocketReader.Violation.class, violation -> assertThat(violation.code())
                        .isEqualTo(code));
    }

    private static byte[] frame(int first, String text) {
        return frame(first, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] frame(int first, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) first);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) 0xFE).putShort((short) payload.length);
        }
        frame.put(MASK);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private static final class Silent implements WebSocketReader.Listener {
        @Override
        public void text(String text) {}

        @Override
        public void ping(byte[] payload) {}

        @Override
        public void pong(byte[] payload) {}

        @Override
        public void close() {}
    }
}
