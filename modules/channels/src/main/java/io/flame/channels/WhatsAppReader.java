package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.messaging.InboundEvent;
import io.flame.messaging.InboundEvent.Sender;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads one {@code change} of a WhatsApp webhook. Nothing in it can make this throw: what cannot be understood becomes a
 * message of type {@code unsupported}, and what has no sender or no target is left over.
 *
 * <p>A message's {@code metadata} is a JSON object with those of the following that apply:
 *
 * <ul>
 *   <li>{@code "voice":true} a voice note; {@code "sticker":{"animated":…}};
 *   <li>{@code "forwarded":true}, {@code "frequentlyForwarded":true};
 *   <li>{@code "interactive":{"type","id","title","description"}} a tapped button ({@code button_reply}, or {@code button}
 *       of a template) or list row ({@code list_reply}); of a form ({@code nfm_reply}) also {@code "response"}, JSON in a
 *       text;
 *   <li>{@code "location":{"latitude","longitude","name","address","url"}}, {@code "contacts":[…]} the shared cards as
 *       WhatsApp sends them, {@code "order":{"catalogId","items":[…]}};
 *   <li>{@code "system":{"type","waId","userId"}}, {@code "edit":{"originalMessageId"}}, {@code
 *       "revoke":{"originalMessageId"}}, {@code "unsupported":{"type"}};
 *   <li>{@code "referral":{…}} the advertisement, {@code "product":{…}} the product a message is about, {@code "group"} the
 *       group's id, {@code "error":{"code","message"}} what WhatsApp could not deliver;
 *   <li>{@code "timeAssumed":true} the provider gave no credible time, the time of receipt stands in;
 *   <li>{@code "raw"} the message as it was sent, as JSON in a text with everything beyond ASCII escaped: for what is
 *       unsupported, and when the database could not take a text as it was (NUL, half surrogate pairs, over-long).
 * </ul>
 */
final class WhatsAppReader {

    private static final int LONGEST_MESSAGE_ID = 512;
    private static final int LONGEST_EMOJI = 64;

    private final UUID integrationId;
    private final JsonNode value;
    private final Instant receivedAt;
    private final WhatsAppPeople people;
    private final Reading reading = Reading.empty();

    WhatsAppReader(UUID integrationId, JsonNode value, Instant receivedAt) {
        this.integrationId = integrationId;
        this.value = value;
        this.receivedAt = receivedAt;
        this.people = WhatsAppPeople.of(value);
    }

    Reading read() {
        for (JsonNode message : value.path("messages")) {
            message(message);
        }
        for (JsonNode status : value.path("statuses")) {
            status(status);
        }
        if (value.path("errors").size() > 0 && reading.events().isEmpty()) {
            reading.leave("provider_error", value);
        }
        return reading;
    }

    private void message(JsonNode message) {
        Optional<Sender> writer = people.writerOf(message);
        if (writer.isEmpty()) {
            reading.leave("no_sender", message);
            return;
        }
        if (isOurOwn(message)) {
            reading.leave("own_message", message);
            return;
        }
        if ("reaction".equals(Nodes.text(message, "type"))) {
            reaction(message, writer.get());
            return;
        }
        reading.events().add(spoken(message, writer.get()));
    }

    /** A number that hears itself would answer itself. */
    private boolean isOurOwn(JsonNode message) {
        String own = Nodes.text(value.path("metadata"), "display_phone_number").replaceAll("[^0-9]", "");
        return !own.isEmpty() && own.equals(Nodes.text(message, "from"));
    }

    private void reaction(JsonNode message, Sender writer) {
        JsonNode reaction = message.path("reaction");
        String target = Nodes.text(reaction, "message_id");
        if (target.isBlank()) {
            reading.leave("reaction_without_target", message);
            return;
        }
        String emoji = CleanText.shortened(CleanText.of(Nodes.text(reaction, "emoji")), LONGEST_EMOJI);
        reading.events()
                .add(new InboundEvent.Reaction(
                        integrationId,
                        writer,
                        CleanText.key(target, LONGEST_MESSAGE_ID),
                        emoji.isBlank() ? null : emoji,
                        EventTime.of(message, "timestamp", receivedAt).instant()));
    }

    private InboundEvent.Message spoken(JsonNode message, Sender writer) {
        MessageDraft draft = new MessageDraft(message);
        WhatsAppBodies.read(message, draft);
        EventTime time = EventTime.of(message, "timestamp", receivedAt);
        if (time.assumed()) {
            draft.flag("timeAssumed");
        }
        circumstances(message, draft);
        return new InboundEvent.Message(
                integrationId,
                writer,
                messageId(message),
                draft.type(),
                draft.content(),
                draft.metadata(),
                replyTo(message),
                draft.attachments(),
                time.instant());
    }

    /** A message without an id is told from others by all that it holds. */
    private static String messageId(JsonNode message) {
        return Nodes.optional(message, "id")
                .map(id -> CleanText.key(id, LONGEST_MESSAGE_ID))
                .orElseGet(() -> "sha256:" + CleanText.hash(RawJson.text(message)));
    }

    private static @org.jspecify.annotations.Nullable String replyTo(JsonNode message) {
        return Nodes.optional(message.path("context"), "id")
                .or(() -> Nodes.optional(message.path("edit"), "original_message_id"))
                .or(() -> Nodes.optional(message.path("revoke"), "original_message_id"))
                .map(id -> CleanText.key(id, LONGEST_MESSAGE_ID))
                .orElse(null);
    }

    private static void circumstances(JsonNode message, MessageDraft draft) {
        JsonNode context = message.path("context");
        boolean often = Nodes.flag(context, "frequently_forwarded");
        if (often || Nodes.flag(context, "forwarded")) {
            draft.flag("forwarded");
        }
        if (often) {
            draft.flag("frequentlyForwarded");
        }
        if (context.path("referred_product").isObject()) {
            draft.copyAs("product", context.path("referred_product"));
        }
        if (message.path("referral").isObject()) {
            draft.copyAs("referral", message.path("referral"));
        }
        Nodes.optional(message, "group_id").ifPresent(group -> draft.put("group", group));
        error(message.path("errors").path(0), draft);
    }

    private static void error(JsonNode error, MessageDraft draft) {
        if (error.isObject()) {
            ObjectNode kept = draft.object("error");
            draft.put(kept, "code", Nodes.text(error, "code"));
            draft.put(kept, "message", WhatsAppErrors.detail(error));
        }
    }

    private void status(JsonNode status) {
        WhatsAppStatuses.read(integrationId, status, receivedAt)
                .ifPresentOrElse(event -> reading.events().add(event), () -> reading.leave("unknown_status", status));
    }
}
