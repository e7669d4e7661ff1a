package io.flame.feed;

import io.flame.kernel.EventPosition;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.TenantId;
import java.time.Instant;

/**
 * One event as it goes out, encoded once for all who get it.
 *
 * @param position its place in the log; {@link EventPosition#START} for what is not in the log
 * @param packet the Socket.IO packet: an EVENT named like the event's type with the envelope as its one argument
 */
public record Frame(EventPosition position, String packet) {

    static Frame of(TenantId tenant, LoggedEvent event) {
        return new Frame(event.position(), packet(event.type(), envelope(tenant, event)));
    }

    /** @param data JSON text; the envelope's id is null because such an event cannot be read again */
    static Frame passing(String type, TenantId tenant, Instant time, String data) {
        return new Frame(EventPosition.START, packet(type, envelope("null", type, time, tenant, data)));
    }

    /** Tells a client where in the log it starts, so that it can resume even before the first event. */
    static Frame ready(TenantId tenant, EventPosition start, Instant time) {
        String id = "\"" + start + "\"";
        return new Frame(EventPosition.START, packet("ready", envelope(id, "ready", time, tenant, "{}")));
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
