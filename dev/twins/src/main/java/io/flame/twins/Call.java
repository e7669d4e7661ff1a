package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One HTTP request with its body read, and the ways to answer it. */
final class Call {
    private static final int LARGEST_BODY = 64 << 20;

    private final HttpExchange exchange;
    private final Instant time;
    private final List<String> segments;
    private final byte[] body;

    Call(HttpExchange exchange) throws IOException {
        this.exchange = exchange;
        this.time = Instant.now();
        this.segments = segments(exchange.getRequestURI().getPath());
        this.body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Instant time() {
        return time;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    String path() {
        return exchange.getRequestURI().getPath();
    }

    boolean is(String method, String path) {
        return method().equals(method) && path().equals(path);
    }

    /** The n-th part of the path, or an empty text. */
    String segment(int index) {
        return index < segments.size() ? segments.get(index) : "";
    }

    int segmentCount() {
        return segments.size();
    }

    Optional<String> query(String name) {
        String query = exchange.getRequestURI().getRawQuery();
        if (query == null) {
            return Optional.empty();
        }
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8))
                .findFirst();
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    Optional<String> bearer() {
        return header("Authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).trim())
                .filter(token -> !token.isEmpty());
    }

    Map<String, String> headers() {
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
        return headers;
    }

    /** Where the caller reached us, so that a link in an answer works for that caller too. */
    String origin() {
        return "http://" + header("Host").orElse("localhost");
    }

    byte[] body() {
        return body;
    }

    /** The body, or a missing node when it is not JSON. */
    JsonNode json() {
        return Json.parse(body);
    }

    JsonNode requireJson() {
        JsonNode json = json();
        if (json.isMissingNode()) {
            throw new BadOrder("the body is not JSON");
        }
        return json;
    }

    Headers answerHeaders() {
        return exchange.getResponseHeaders();
    }

    void reply(int status, JsonNode json) throws IOException {
        reply(status, "application/json; charset=UTF-8", Json.bytes(json));
    }

    void reply(int status, String type, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    /** Starts an answer of unknown length; the caller closes the stream. */
    OutputStream stream(String type) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** Ends the connection without an answer. */
    void hangUp() {
        exchange.close();
    }

    /** Ends the connection with a TCP reset. */
    void reset() {
        Connections.reset(exchange);
    }
}
