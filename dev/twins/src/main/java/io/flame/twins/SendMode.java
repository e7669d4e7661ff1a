package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How a provider treats the messages it is asked to send: the {@code send} part of {@code POST /mode}.
 *
 * <p>{@code fail} and {@code hold_after_accept} hit the calls that {@code every}, {@code rate} and {@code times} select;
 * {@code response_delay_ms} and {@code status_before_response_ms} concern every call. {@code to} limits all of it to one
 * recipient.
 */
final class SendMode {
    private static final List<String> KEYS = List.of(
            "fail",
            "every",
            "rate",
            "times",
            "to",
            "response_delay_ms",
            "hold_after_accept",
            "status_before_response_ms",
            "retry_after");
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final Optional<Fault> fault;
    private final Optional<Duration> hold;
    private final Duration delay;
    private final Optional<Duration> statusBefore;
    private final Optional<String> to;
    private final long retryAfter;
    private final long every;
    private final double rate;
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong timesLeft;

    private SendMode(JsonNode json) {
        this.fault = given(json, "fail").map(Fault::parse);
        this.hold = given(json, "hold_after_accept").flatMap(SendMode::hold);
        this.delay = Duration.ofMillis(Keys.number(json, "response_delay_ms", 0, 0));
        this.statusBefore = given(json, "status_before_response_ms")
                .map(any -> Duration.ofMillis(Keys.number(json, "status_before_response_ms", 0, 0)));
        this.to = given(json, "to").map(value -> Phone.bare(value.asText()));
        this.retryAfter = Keys.number(json, "retry_after", -1, 0);
        this.every = Keys.number(json, "every", 1, 1);
        this.rate = Keys.probability(json, "rate", 1);
        this.timesLeft = new AtomicLong(Keys.number(json, "times", Long.MAX_VALUE, 0));
    }

    static SendMode parse(JsonNode json) {
        Keys.check("send", json, KEYS);
        return new SendMode(json);
    }

    private static Optional<JsonNode> given(JsonNode json, String key) {
        return Optional.of(json.path(key)).filter(value -> !value.isMissingNode() && !value.isNull());
    }

    /** {@code true} holds the answer back for ever, a number for so many milliseconds, {@code false} and 0 not at all. */
    private static Optional<Duration> hold(JsonNode value) {
        if (value.isBoolean()) {
            return value.asBoolean() ? Optional.of(FOR_EVER) : Optional.empty();
        }
        long millis = Keys.number(Json.object().set("hold_after_accept", value), "hold_after_accept", 0, 0);
        return millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /** Decides about one call, and counts it. */
    SendPlan plan(String recipient) {
        if (to.isPresent() && !to.get().equals(recipient)) {
            return SendPlan.NORMAL;
        }
        boolean hit = hit();
        return new SendPlan(
                hit ? fault : Optional.empty(), hit ? hold : Optional.empty(), delay, statusBefore, retryAfter);
    }

    private boolean hit() {
        if (fault.isEmpty() && hold.isEmpty()) {
            return false;
        }
        return calls.incrementAndGet() % every == 0
                && (rate >= 1 || ThreadLocalRandom.current().nextDouble() < rate)
                && timesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
