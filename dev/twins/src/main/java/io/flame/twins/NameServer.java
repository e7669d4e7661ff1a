package io.flame.twins;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The name server of every customer's domain: knows the TXT records it was told and nothing else (RFC 1035, section 4). */
final class NameServer implements AutoCloseable {
    private static final int LARGEST_QUESTION = 512;
    private static final int HEADER = 12;
    private static final int LONGEST_TEXT = 255;
    private static final int ANSWERED = 0x8580;
    private static final int NO_SUCH_NAME = 0x8583;
    private static final int TXT = 16;
    private static final int INTERNET = 1;
    private static final int POINTER_TO_QUESTION = 0xC00C;

    private final DatagramSocket socket;
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    private NameServer(DatagramSocket socket) {
        this.socket = socket;
    }

    static NameServer open(TwinsConfig config) {
        try {
            NameServer server =
                    new NameServer(new DatagramSocket(new InetSocketAddress(config.host(), config.dnsPort())));
            Thread.ofVirtual().name("names").start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + config.dnsPort(), e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** An empty text takes the record away. */
    void publish(String name, String text) {
        if (name.isBlank() || text.length() > LONGEST_TEXT) {
            throw new BadOrder("a name and a text of at most " + LONGEST_TEXT + " characters are needed");
        }
        if (text.isEmpty()) {
            texts.remove(name.toLowerCase(Locale.ROOT));
            return;
        }
        texts.put(name.toLowerCase(Locale.ROOT), text);
    }

    private void serve() {
        byte[] buffer = new byte[LARGEST_QUESTION];
        while (!socket.isClosed()) {
            serve(buffer);
        }
    }

    private void serve(byte[] buffer) {
        try {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            byte[] answer = answer(buffer);
            socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        } catch (IOException | RuntimeException e) {
            // closed, or no question at all: whoever sent that gets no answer
            return;
        }
    }

    private byte[] answer(byte[] packet) {
        ByteBuffer question = ByteBuffer.wrap(packet);
        short id = question.getShort(0);
        question.position(HEADER);
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = question.getShort();
        int end = question.position() + Short.BYTES;
        String text = texts.getOrDefault(name.toString().toLowerCase(Locale.ROOT), "");
        boolean known = !text.isEmpty() && type == TXT;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(HEADER).putShort(id);
        header.putShort((short) (text.isEmpty() ? NO_SUCH_NAME : ANSWERED)).putShort((short) 1);
        out.writeBytes(header.putShort((short) (known ? 1 : 0)).array());
        out.write(packet, HEADER, end - HEADER);
        if (known) {
            out.writeBytes(record(text.getBytes(StandardCharsets.US_ASCII)));
        }
        return out.toByteArray();
    }

    private static byte[] record(byte[] text) {
        return ByteBuffer.allocate(HEADER + 1 + text.length)
                .putShort((short) POINTER_TO_QUESTION)
                .putShort((short) TXT)
                .putShort((short) INTERNET)
                .putInt(0)
                .putShort((short) (text.length + 1))
                .put((byte) text.length)
                .put(text)
                .array();
    }

    @Override
    public void close() {
        socket.close();
    }
}
