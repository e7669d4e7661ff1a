package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.flame.channels.Egress.Reply;
import io.flame.kernel.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Reads providers' answers, in which nothing is certain. */
final class Answers {

    private static final int LONGEST_WAIT_SECONDS = 3_600;

    private Answers() {}

    /** The body as a tree; a missing node when it is no JSON. */
    static JsonNode json(Reply reply) {
        try {
            return Json.mapper().readTree(reply.body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** {@code Retry-After} in seconds, at most an hour; as a date it is not known to occur and is not read. */
    static Optional<Duration> retryAfter(Reply reply) {
        return reply.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Math.min(LONGEST_WAIT_SECONDS, Long.parseLong(text))));
    }
}
