package io.flame.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import io.flame.messaging.MessageType;
import io.flame.messaging.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message in the form of {@code POST /{phone_number_id}/messages} (Cloud API, "Send messages"). The number goes with its
 * {@code +}, or WhatsApp would put the business's own country code before it; a customer who hides the number is written to
 * by the business-scoped user id.
 */
final class WhatsAppLetter {

    private static final Pattern PHONE = Pattern.compile("[0-9]{5,20}");
    private static final Pattern USER_ID = Pattern.compile("[A-Z]{2}\\.[A-Za-z0-9]{1,128}");
    private static final int LONGEST_TEXT = 4_096;

    private WhatsAppLetter() {}

    /** Why this message cannot even be written, in a sentence for agents; empty when it can. */
    static Optional<String> refusal(OutboundMessage message) {
        if (message.type() != MessageType.TEXT) {
            return Optional.of("Only text can be sent on WhatsApp so far");
        }
        if (message.content().codePointCount(0, message.content().length()) > LONGEST_TEXT) {
            return Optional.of("A WhatsApp message has at most " + LONGEST_TEXT + " characters");
        }
        return phone(message).isEmpty() && userId(message).isEmpty()
                ? Optional.of("This contact has no WhatsApp address")
                : Optional.empty();
    }

    static byte[] write(OutboundMessage message) {
        ObjectNode letter = Json.mapper().createObjectNode();
        letter.put("messaging_product", "whatsapp").put("recipient_type", "individual");
        phone(message)
                .ifPresentOrElse(
                        number -> letter.put("to", "+" + number),
                        () -> letter.put("recipient", userId(message).orElseThrow()));
        letter.put("type", "text");
        letter.putObject("text").put("body", CleanText.of(message.content())).put("preview_url", false);
        message.replyTo().ifPresent(id -> letter.putObject("context").put("message_id", id));
        letter.put("biz_opaque_callback_data", message.id().toString());
        return letter.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> phone(OutboundMessage message) {
        return message.phone()
                .map(number -> number.startsWith("+") ? number.substring(1) : number)
                .filter(number -> PHONE.matcher(number).matches())
                .or(() -> message.identities().stream()
                        .filter(id -> PHONE.matcher(id).matches())
                        .findFirst());
    }

    private static Optional<String> userId(OutboundMessage message) {
        return message.identities().stream()
                .filter(id -> USER_ID.matcher(id).matches())
                .findFirst();
    }
}
