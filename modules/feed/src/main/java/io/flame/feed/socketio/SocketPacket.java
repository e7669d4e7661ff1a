package io.flame.feed.socketio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One packet of the Socket.IO protocol, revision 5: {@code <type>[<namespace>,][<ack id>][<JSON>]}. Binary packets are
 * not spoken here.
 *
 * @see <a href="https://github.com/socketio/socket.io-protocol">socket.io-protocol</a>
 * @param ackId digits, or empty when no answer is wanted
 */
record SocketPacket(char type, String namespace, String ackId, JsonNode payload) {

    static final char CONNECT = '0';
    static final char DISCONNECT = '1';
    static final char EVENT = '2';

    private static final String ACK = "3";
    private static final String CONNECT_ERROR = "4";
    private static final String ROOT = "/";

    private static final Pattern SHAPE =
            Pattern.compile("[0-4](?:(?<namespace>/[^,]*)(?:,|$))?(?<ack>[0-9]{0,15})(?<json>.*)", Pattern.DOTALL);

    /** Empty for what is not a packet. */
    static Optional<SocketPacket> parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        char type = text.charAt(0);
        String namespace = parts.group("namespace") == null ? ROOT : parts.group("namespace");
        String ackId = parts.group("ack");
        return json(parts.group("json")).map(payload -> new SocketPacket(type, namespace, ackId, payload));
    }

    boolean isForRoot() {
        return namespace.equals(ROOT);
    }

    /** The name of an EVENT; empty text for anything else. */
    String event() {
        return type == EVENT ? payload.path(0).asText() : "";
    }

    /** The first argument of an EVENT. */
    JsonNode argument() {
        return payload.path(1);
    }

    static String connected(String socketId) {
        return CONNECT + Json.write(Json.mapper().createObjectNode().put("sid", socketId));
    }

    /** What the client gets as {@code connect_error}: an Error with this message and data. */
    static String refused(String namespace, String message, String code, int status) {
        ObjectNode error = Json.mapper().createObjectNode().put("message", message);
        error.putObject("data").put("code", code).put("status", status);
        String prefix = namespace.equals(ROOT) ? "" : namespace + ",";
        return CONNECT_ERROR + prefix + Json.write(error);
    }

    static String ack(String ackId, JsonNode answer) {
        return ACK + ackId + Json.write(Json.mapper().createArrayNode().add(answer));
    }

    private static Optional<JsonNode> json(String text) {
        if (text.isEmpty()) {
            return Optional.of(MissingNode.getInstance());
        }
        try {
            return Optional.of(Json.mapper().readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
