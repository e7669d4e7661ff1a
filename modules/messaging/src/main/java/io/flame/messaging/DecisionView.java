package io.flame.messaging;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why a customer's message was answered by an assistant, or was not.
 *
 * @param outcome {@code answered} or {@code silent}
 * @param reason a stable word
 * @param detail a JSON object with what the decision rested on
 * @param answerId the reply, when there was one
 */
public record DecisionView(
        UUID messageId,
        @Nullable UUID assistantId,
        String outcome,
        String reason,
        @JsonRawValue String detail,
        @Nullable UUID answerId,
        Instant decidedAt) {}
