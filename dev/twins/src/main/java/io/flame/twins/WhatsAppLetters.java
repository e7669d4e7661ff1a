package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Writes customers' messages as the webhooks that WhatsApp sends for them. */
final class WhatsAppLetters {
    private final World world;
    private final WhatsAppPeople people;

    WhatsAppLetters(World world, WhatsAppPeople people) {
        this.world = world;
        this.people = people;
    }

    Letter write(Account account, JsonNode order) {
        String secret = Optional.ofNullable(account.appSecret())
                .orElseThrow(() -> new BadOrder(account.key() + " has no appSecret, nothing can be signed"));
        String customer = customer(order);
        people.meet(account, customer);
        ObjectNode value = Json.object();
        ObjectNode envelope = WhatsAppEnvelope.around(account, value);
        WhatsAppEnvelope.contact(value, account, customer, order.path("name").asText(""));
        ObjectNode message = value.putArray("messages").addObject();
        Optional<String> media = fill(message, account, customer, order);
        return new Letter(
                Webhook.meta(account, customer, envelope, secret),
                new ChatMessage(
                        message.path("id").asText(),
                        true,
                        message.path("type").asText(),
                        WhatsAppContent.summary(order),
                        media.orElse(null),
                        List.of(),
                        Instant.now(),
                        "pending"));
    }

    private static String customer(JsonNode order) {
        String from = Phone.bare(order.path("from").asText(""));
        String customer = from.isEmpty() ? order.path("userId").asText("") : from;
        if (customer.isEmpty()) {
            throw new BadOrder("'from' (a phone number) or 'userId' (a business-scoped id) is needed");
        }
        return customer;
    }

    /** Fills the message, and says which file it carries. */
    private Optional<String> fill(ObjectNode message, Account account, String customer, JsonNode order) {
        WhatsAppEnvelope.sender(message, account, customer);
        message.put("id", order.path("id").asText(Wamid.fromCustomer(customer)));
        message.put("timestamp", timestamp(order.path("timestamp")));
        if (order.hasNonNull("contextId")) {
            message.putObject("context")
                    .put("from", account.phone())
                    .put("id", order.path("contextId").asText());
        }
        Optional<String> media = new WhatsAppContent(world.media(), order).into(message);
        order.path("message").fields().forEachRemaining(field -> message.set(field.getKey(), field.getValue()));
        return media;
    }

    /** Unix seconds, from a number, a text with a number, or an ISO-8601 instant; now when absent. */
    private static String timestamp(JsonNode json) {
        String text = json.asText("");
        if (text.isEmpty()) {
            return Long.toString(Instant.now().getEpochSecond());
        }
        try {
            return text.matches("-?[0-9]{1,15}")
                    ? text
                    : Long.toString(Instant.parse(text).getEpochSecond());
        } catch (DateTimeParseException e) {
            throw new BadOrder("timestamp must be unix seconds or an ISO-8601 instant, not " + json);
        }
    }
}
