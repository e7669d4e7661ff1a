package io.flame.feed;

import static java.time.temporal.ChronoUnit.MILLIS;

import io.flame.kernel.EventPosition;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One event as it goes out, encoded once for all who get it. */
public final class Frame {

    private final EventPosition position;
    private final String packet;
    private volatile byte @Nullable [] encoded;

    Frame(EventPosition position, String packet) {
        this.position = position;
        this.packet = packet;
    }

    /** Its place in the log; {@link EventPosition#START} for what is not in the log. */
    public EventPosition position() {
        return position;
    }

    /** The Socket.IO packet: an EVENT named like the event's type with the envelope as its one argument. */
    public String packet() {
        return packet;
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

    static Frame of(TenantId tenant, LoggedEvent event) {
        return new Frame(event.position(), packet(event.type(), envelope(tenant, event)));
    }

    /** @param data JSON text; the envelope's id is null because such an event cannot be read again */
    static Frame passing(String type, TenantId tenant, Instant time, String data) {
        return new Frame(
                EventPosition.START, packet(type, envelope("null", type, time.truncatedTo(MILLIS), tenant, data)));
    }

    /** Tells a client where in the log it starts, so that it can resume even before the first event. */
    static Frame ready(TenantId tenant, EventPosition start, Instant time) {
        String id = "\"" + start + "\"";
        return new Frame(
                EventPosition.START, packet("ready", envelope(id, "ready", time.truncatedTo(MILLIS), tenant, "{}")));
    }

    /** The JSON that socket clients and pullers both get: id, type, time, tenant and the fact itself. */
    static String envelope(TenantId tenant, LoggedEvent event) {
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
