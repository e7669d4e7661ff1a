package io.flame.channels;

import io.flame.kernel.Json;
import io.flame.kernel.Settings;
import io.flame.messaging.InboundEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Messages as WhatsApp sends them, made by hand. */
final class Samples {

    static final UUID INTEGRATION = UUID.fromString("018f0000-0000-7000-8000-000000000002");
    static final Instant RECEIVED = Instant.parse("2026-11-02T10:00:00Z");

    private Samples() {}

    static WhatsAppAdapter adapter() {
        Settings settings = Settings.of(Map.of());
        return new WhatsAppAdapter(settings, new WhatsAppClient(new GraphApi(settings), new Egress(), settings));
    }

    /** Reads a change's {@code value}. */
    static Reading readValue(String value) {
        try {
            return new WhatsAppReader(INTEGRATION, Json.mapper().readTree(value), RECEIVED).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads one message that has this in it, besides sender, id and time. */
    static InboundEvent.Message readMessage(String fields) {
        Reading reading =
                readValue("{\"messages\":[{\"from\":\"12025550143\",\"id\":\"wamid.1\",\"timestamp\":\"1793610000\","
                        + fields + "}]}");
        if (reading.events().size() != 1) {
            throw new AssertionError("expected one event but got " + reading);
        }
        return (InboundEvent.Message) reading.events().getFirst();
    }

    static InboundEvent.Status readStatus(String status) {
        List<InboundEvent> events = readValue("{\"statuses\":[" + status + "]}").events();
        return (InboundEvent.Status) events.getFirst();
    }

    /** A webhook with one change of this number. */
    static String webhook(String number, String value) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[" + entry(number, value) + "]}";
    }

    static String entry(String number, String value) {
        return "{\"id\":\"1\",\"changes\":[{\"field\":\"messages\",\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":"
                + "{\"display_phone_number\":\"12025550171\",\"phone_number_id\":\"" + number + "\"}," + value + "}}]}";
    }

    static String textMessage(String id, String from, String body) {
        return "{\"from\":\"" + from + "\",\"id\":\"" + id
                + "\",\"timestamp\":\"1793610000\",\"type\":\"text\",\"text\":{\"body\":" + Json.write(body) + "}}";
    }
}
