package io.flame.acceptance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks into Redis, whatever is there; bytes come as Latin-1 text, so that any of them can be searched. */
final class RedisClient {

    private RedisClient() {}

    /** All keys with what lies under them, as Redis would write it to disk. */
    static Map<String, String> everything(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            Map<String, String> found = new TreeMap<>();
            send(socket, "KEYS", "*");
            int keys = Integer.parseInt(line(answers).substring(1));
            for (int i = 0; i < keys; i++) {
                found.put(bulk(answers), "");
            }
            for (String key : List.copyOf(found.keySet())) {
                send(socket, "DUMP", key);
                found.put(key, bulk(answers));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(Socket socket, String... words) throws IOException {
        ByteArrayOutputStream command = new ByteArrayOutputStream();
        command.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        for (String word : words) {
            command.writeBytes(("$" + word.length() + "\r\n" + word + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        socket.getOutputStream().write(command.toByteArray());
    }

    private static String bulk(InputStream answers) throws IOException {
        int length = Integer.parseInt(line(answers).substring(1));
        if (length < 0) {
            return "";
        }
        String text = new String(answers.readNBytes(length), StandardCharsets.ISO_8859_1);
        line(answers);
        return text;
    }

    private static String line(InputStream answers) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = answers.read(); next >= 0 && next != '\n'; next = answers.read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
