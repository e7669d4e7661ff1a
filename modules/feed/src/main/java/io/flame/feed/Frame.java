package io.flame.feed;

import static java.time.temporal.ChronoUnit.MILLIS;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event as it goes out, encoded once for all who get it. */
public final class Frame {

    private final EventPosition position;
    private final String packet;
    private final @Nullable String data;
    private volatile byte @Nullable [] encoded;

    /** @param data JSON text, where it may tell of a conversation; null for what everybody may know */
    private Frame(EventPosition position, String packet, @Nullable String data) {
        this.position = position;
        this.packet = packet;
        this.data = data;
    }

    /** Its place in the log; {@link EventPosition#START} for what is not in the log. */
    public EventPosition position() {
        return position;
    }

    /** The Socket.IO packet: an EVENT named like the event's type with the envelope as its one argument. */
    public String packet() {
        return packet;
    }

    /** The packet's one argument alone: the JSON that pullers get. */
    String envelope() {
        return packet.substring(packet.indexOf(',') + 1, packet.length() - 1);
    }

    /** The packet as bytes, made by the first who wants them and shared by all; nobody may change them. */
    public byte[] encoded(Function<String, byte[]> encoder) {
        byte[] known = encoded;
        if (known == null) {
            known = encoder.apply(packet);
            encoded = known;
        }
        return known;
    }

    /** Whether also those may know it who are limited to some conversations. */
    boolean isForEverybody() {
        return data == null;
    }

    /** The conversation it tells of; null where it tells of none. Read from the JSON each time: few ask. */
    @Nullable
    UUID conversation() {
        return data == null
                ? null
                : Ids.parse(Json.read(data, JsonNode.class).path("conversationId").asText())
                        .orElse(null);
    }

    static Frame of(TenantId tenant, LoggedEvent event) {
        return new Frame(event.position(), packet(event.type(), envelope(tenant, event)), event.data());
    }

    /** What happens in a conversation but is not in the log; the envelope's id is null: it cannot be read again. */
    static Frame passing(String type, TenantId tenant, Instant time, String data) {
        return new Frame(EventPosition.START, passingPacket(type, tenant, time, data), data);
    }

    /** What everybody may know and is not in the log. */
    static Frame common(String type, TenantId tenant, Instant time, String data) {
        return new Frame(EventPosition.START, passingPacket(type, tenant, time, data), null);
    }

    private static String passingPacket(String type, TenantId tenant, Instant time, String data) {
        return packet(type, envelope("null", type, time.truncatedTo(MILLIS), tenant, data));
    }

    /** Tells a client where in the log it starts, so that it can resume even before the first event. */
    static Frame ready(TenantId tenant, EventPosition start, Instant time) {
        String id = "\"" + start + "\"";
        String packet = packet("ready", envelope(id, "ready", time.truncatedTo(MILLIS), tenant, "{}"));
        return new Frame(EventPosition.START, packet, null);
    }

    /** The JSON that socket clients and pullers both get: id, type, time, tenant and the fact itself. */
    private static String envelope(TenantId tenant, LoggedEvent event) {
        String id = "\"" + event.position() + "\"";
        return envelope(id, event.type(), event.time(), tenant, event.data());
    }

    private static String envelope(String id, String type, Instant time, TenantId tenant, String data) {
        return "{\"id\":" + id + ",\"type\":" + Json.write(type) + ",\"time\":\"" + time + "\",\"tenant\":\"" + tenant
                + "\",\"data\":" + data + "}";
    }

    private static String packet(String name, String argument) {
        return "2[" + Json.write(name) + "," + argument + "]";
    }
}
