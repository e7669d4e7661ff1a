package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;

/**
 * When something happened, by the provider's clock.
 *
 * @param assumed whether the provider gave no credible time, so that the time of receipt stands in
 */
record EventTime(Instant instant, boolean assumed) {

    /** WhatsApp's first year. */
    private static final Instant EARLIEST = Instant.parse("2009-01-01T00:00:00Z");

    /** Generous, since it may be our own clock that is wrong. */
    private static final Duration FARTHEST_AHEAD = Duration.ofDays(3_650);

    private static final int MOST_DIGITS = 15;
    private static final long FIRST_MILLIS = 1_000_000_000_000L;

    /** Reads a time in seconds, as text or number; one too large for that is in milliseconds. */
    static EventTime of(JsonNode node, String field, Instant receivedAt) {
        String text = Nodes.text(node, field);
        if (text.isEmpty() || text.length() > MOST_DIGITS || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return new EventTime(receivedAt, true);
        }
        long number = Long.parseLong(text);
        Instant instant = number < FIRST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
        boolean credible = instant.isAfter(EARLIEST) && instant.isBefore(receivedAt.plus(FARTHEST_AHEAD));
        return credible ? new EventTime(instant, false) : new EventTime(receivedAt, true);
    }
}
