package io.flame.twins;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 answer, read off a connection.
 *
 * @param reusable whether the next request may use the same connection
 */
record HttpAnswer(int status, String body, boolean reusable) {
    private static final int LONGEST_LINE = 16_384;

    static HttpAnswer read(InputStream in) throws IOException {
        String[] start = line(in).split(" ", 3);
        if (start.length < 2 || !start[1].matches("[1-5][0-9]{2}")) {
            throw new IOException("not an HTTP answer");
        }
        int status = Integer.parseInt(start[1]);
        Map<String, String> headers = headers(in);
        if (status < 200) {
            return read(in);
        }
        boolean close = headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        boolean framed = headers.containsKey("content-length") || isChunked(headers) || status == 204;
        return new HttpAnswer(status, body(in, status, headers), framed && !close);
    }

    private static boolean isChunked(Map<String, String> headers) {
        return headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked");
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private static String body(InputStream in, int status, Map<String, String> headers) throws IOException {
        if (status == 204) {
            return "";
        }
        byte[] bytes = isChunked(headers) ? chunks(in) : plain(in, headers.get("content-length"));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] plain(InputStream in, @Nullable String length) throws IOException {
        if (length == null) {
            return in.readAllBytes();
        }
        return exactly(in, number(length, 10));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            bytes.writeBytes(exactly(in, size));
            line(in);
        }
        headers(in);
        return bytes.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return number(line(in).split(";", 2)[0].strip(), 16);
    }

    private static int number(String text, int radix) throws IOException {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            throw new IOException("not a length: " + text, e);
        }
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer is cut off");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() > LONGEST_LINE) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }
}
