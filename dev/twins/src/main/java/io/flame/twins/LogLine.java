package io.flame.twins;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Collects what one log entry says. */
final class LogLine {
    private final String kind;
    private final String to;
    private final Instant time;
    private final Map<String, Object> details = new LinkedHashMap<>();
    private Map<String, String> headers = Map.of();
    private String path = "";
    private byte[] body = {};
    private int status;

    LogLine(String kind, String to, Instant time) {
        this.kind = kind;
        this.to = to;
        this.time = time;
    }

    /** A line about a call that we received. */
    static LogLine of(String kind, String to, Call call) {
        return new LogLine(kind, to, call.time()).request(call.path(), call.headers(), call.body());
    }

    LogLine request(String path, Map<String, String> headers, byte[] body) {
        this.path = path;
        this.headers = headers;
        this.body = body;
        return this;
    }

    /** The HTTP status of the answer; 0 means that there was none. */
    LogLine status(int status) {
        this.status = status;
        return this;
    }

    LogLine with(String name, Object value) {
        details.put(name, value);
        return this;
    }

    String kind() {
        return kind;
    }

    String to() {
        return to;
    }

    byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 + body.length);
        try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
            write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time.toString());
        json.writeStringField("kind", kind);
        json.writeStringField("to", to);
        json.writeStringField("path", path);
        json.writeObjectFieldStart("headers");
        for (Map.Entry<String, String> header : headers.entrySet()) {
            json.writeStringField(header.getKey().toLowerCase(Locale.ROOT), header.getValue());
        }
        json.writeEndObject();
        json.writeFieldName("body");
        writeBody(json);
        json.writeNumberField("status", status);
        for (Map.Entry<String, Object> detail : details.entrySet()) {
            json.writePOJOField(detail.getKey(), detail.getValue());
        }
        json.writeEndObject();
    }

    /** A body that is JSON stands in the log as it came, anything else as a text. */
    private void writeBody(JsonGenerator json) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (isJson(text)) {
            json.writeRawValue(text);
            return;
        }
        json.writeString(text);
    }

    private static boolean isJson(String text) {
        try {
            return !text.isEmpty() && !Json.MAPPER.readTree(text).isMissingNode();
        } catch (JsonProcessingException e) {
            return false;
        }
    }
}
