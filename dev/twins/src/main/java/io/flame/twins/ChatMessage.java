package io.flame.twins;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as the page shows it.
 *
 * @param id the provider's id
 * @param fromCustomer whether the person at the page wrote it, or the business
 * @param type {@code text}, {@code image} …
 * @param mediaId what {@code /page/media/} shows, when there is a file
 * @param buttons what the customer may tap
 * @param status from the business: {@code accepted, sent, delivered, read, failed}; from the customer: {@code pending,
 *     refused, sent, read}
 */
record ChatMessage(
        String id,
        boolean fromCustomer,
        String type,
        String text,
        @Nullable String mediaId,
        List<Button> buttons,
        Instant time,
        String status) {
    private static final List<String> RANKS =
            List.of("pending", "refused", "accepted", "sent", "delivered", "read", "failed");

    /** A reply the business offers. */
    record Button(String id, String title) {}

    ChatMessage withStatus(String next) {
        return new ChatMessage(id, fromCustomer, type, text, mediaId, buttons, time, next);
    }

    /** Statuses only ever move forward. */
    boolean precedes(String next) {
        return RANKS.indexOf(status) < RANKS.indexOf(next);
    }
}
