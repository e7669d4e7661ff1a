package io.flame.channels;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.messaging.MessageType;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What the kinds of WhatsApp messages say. The shapes are those of the Cloud API's "messages" webhook; each reader gets the
 * whole message and says whether it understood it.
 */
final class WhatsAppBodies {

    /** Reads one kind of message into the draft; false when the message is not what its type promises. */
    private interface Reader {
        boolean read(JsonNode message, MessageDraft draft);
    }

    private static final Map<String, Reader> READERS = Map.ofEntries(
            entry("text", WhatsAppBodies::text),
            entry("image", (message, draft) -> media(message.path("image"), MessageType.IMAGE, draft)),
            entry("video", (message, draft) -> media(message.path("video"), MessageType.VIDEO, draft)),
            entry("document", (message, draft) -> media(message.path("document"), MessageType.FILE, draft)),
            entry("audio", (message, draft) -> audio(message.path("audio"), draft)),
            entry("voice", (message, draft) -> voice(message.path("voice"), draft)),
            entry("sticker", (message, draft) -> sticker(message.path("sticker"), draft)),
            entry("location", (message, draft) -> location(message.path("location"), draft)),
            entry("contacts", (message, draft) -> cards(message.path("contacts"), draft)),
            entry("interactive", (message, draft) -> WhatsAppReplies.interactive(message.path("interactive"), draft)),
            entry("button", (message, draft) -> WhatsAppReplies.templateButton(message.path("button"), draft)),
            entry("order", (message, draft) -> WhatsAppNotices.order(message.path("order"), draft)),
            entry("system", (message, draft) -> WhatsAppNotices.system(message.path("system"), draft)),
            entry("edit", (message, draft) -> WhatsAppNotices.edit(message.path("edit"), draft)),
            entry("revoke", (message, draft) -> WhatsAppNotices.revoke(message.path("revoke"), draft)),
            entry("unsupported", (message, draft) -> WhatsAppNotices.unsupported(message, draft)));

    private WhatsAppBodies() {}

    static void read(JsonNode message, MessageDraft draft) {
        String type = Nodes.text(message, "type");
        Reader reader = READERS.get(type);
        if (reader == null || !reader.read(message, draft)) {
            WhatsAppNotices.unknown(type, draft);
        }
    }

    private static boolean text(JsonNode message, MessageDraft draft) {
        JsonNode body = message.path("text").path("body");
        draft.is(MessageType.TEXT, body.asText(""));
        return body.isTextual();
    }

    private static boolean media(JsonNode media, MessageType type, MessageDraft draft) {
        draft.is(type, Nodes.text(media, "caption"));
        draft.attach(media);
        return media.isObject();
    }

    private static boolean audio(JsonNode audio, MessageDraft draft) {
        if (Nodes.flag(audio, "voice")) {
            draft.flag("voice");
        }
        return media(audio, MessageType.AUDIO, draft);
    }

    /** The older form of a voice note. */
    private static boolean voice(JsonNode voice, MessageDraft draft) {
        draft.flag("voice");
        return media(voice, MessageType.AUDIO, draft);
    }

    private static boolean sticker(JsonNode sticker, MessageDraft draft) {
        draft.object("sticker").put("animated", Nodes.flag(sticker, "animated"));
        return media(sticker, MessageType.STICKER, draft);
    }

    private static boolean location(JsonNode location, MessageDraft draft) {
        JsonNode latitude = location.path("latitude");
        JsonNode longitude = location.path("longitude");
        if (!isCoordinate(latitude, 90) || !isCoordinate(longitude, 180)) {
            return false;
        }
        StringJoiner words = new StringJoiner(", ");
        Nodes.optional(location, "name").ifPresent(words::add);
        Nodes.optional(location, "address").ifPresent(words::add);
        String place = words.length() > 0 ? words.toString() : latitude.asText() + ", " + longitude.asText();
        draft.is(MessageType.LOCATION, place);
        ObjectNode kept = draft.object("location");
        kept.set("latitude", latitude);
        kept.set("longitude", longitude);
        draft.put(kept, "name", Nodes.text(location, "name"));
        draft.put(kept, "address", Nodes.text(location, "address"));
        draft.put(kept, "url", Nodes.text(location, "url"));
        return true;
    }

    private static boolean isCoordinate(JsonNode number, double most) {
        return number.isNumber() && Math.abs(number.asDouble()) <= most;
    }

    private static boolean cards(JsonNode cards, MessageDraft draft) {
        if (!cards.isArray() || cards.isEmpty()) {
            return false;
        }
        StringJoiner names = new StringJoiner(", ");
        ArrayNode kept = draft.array("contacts");
        for (JsonNode card : cards) {
            JsonNode name = card.path("name");
            Nodes.optional(name, "formatted_name")
                    .or(() -> Nodes.optional(name, "first_name"))
                    .ifPresent(names::add);
            kept.add(WhatsAppNotices.fit(card, draft));
        }
        draft.is(MessageType.CONTACTS, names.toString());
        return true;
    }
}
