package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.messaging.InboundEvent.Sender;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who is behind the messages of one webhook. Since 2026 a customer has a business-scoped user id and may hide the number:
 * {@code from} and {@code wa_id} can be missing, and {@code contacts} has always been optional. Known by either id, the
 * customer is the same; the user id is the more lasting one.
 */
final class WhatsAppPeople {

    private static final Pattern PHONE = Pattern.compile("[0-9]{5,20}");
    private static final int LONGEST_IDENTITY = 255;
    private static final int LONGEST_NAME = 255;

    private final List<Card> cards = new ArrayList<>();
    private final boolean alone;

    private record Card(String userId, String waId, Optional<String> name) {
        boolean belongsTo(String user, String number) {
            return (!user.isEmpty() && user.equals(userId)) || (!number.isEmpty() && number.equals(waId));
        }
    }

    private WhatsAppPeople(JsonNode value) {
        for (JsonNode contact : value.path("contacts")) {
            JsonNode profile = contact.path("profile");
            Optional<String> name = Nodes.optional(profile, "name").or(() -> Nodes.optional(profile, "username"));
            cards.add(new Card(Nodes.text(contact, "user_id"), Nodes.text(contact, "wa_id"), name));
        }
        this.alone = cards.size() == 1 && senders(value) <= 1;
    }

    static WhatsAppPeople of(JsonNode value) {
        return new WhatsAppPeople(value);
    }

    /**
     * The writer of a message; empty when nothing says who that is. A notice of a new number or user id names both the new
     * and the old, so that the customer stays the same contact.
     */
    Optional<Sender> writerOf(JsonNode message) {
        String userId = Nodes.text(message, "from_user_id");
        String number = Nodes.text(message, "from");
        Optional<Card> card = cardOf(userId, number);
        JsonNode changed = message.path("system");
        List<String> ids = Stream.of(
                        Nodes.text(changed, "user_id"),
                        Nodes.optional(changed, "new_wa_id").orElseGet(() -> Nodes.text(changed, "wa_id")),
                        userId,
                        card.map(Card::userId).orElse(""),
                        number,
                        card.map(Card::waId).orElse(""))
                .filter(id -> !id.isBlank())
                .map(id -> CleanText.key(id, LONGEST_IDENTITY))
                .distinct()
                .toList();
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(new Sender(ids, card.flatMap(Card::name).map(WhatsAppPeople::shown), phone(ids)));
    }

    /** A single card belongs to a single writer, even when the two spell the number differently. */
    private Optional<Card> cardOf(String userId, String number) {
        Optional<Card> match =
                cards.stream().filter(card -> card.belongsTo(userId, number)).findFirst();
        return match.isEmpty() && alone ? Optional.of(cards.getFirst()) : match;
    }

    private static Optional<String> phone(List<String> ids) {
        return ids.stream().filter(id -> PHONE.matcher(id).matches()).findFirst();
    }

    private static String shown(String name) {
        return CleanText.shortened(CleanText.of(name), LONGEST_NAME);
    }

    private static int senders(JsonNode value) {
        Set<String> senders = new LinkedHashSet<>();
        for (JsonNode message : value.path("messages")) {
            senders.add(Nodes.text(message, "from_user_id") + "/" + Nodes.text(message, "from"));
        }
        return senders.size();
    }
}
