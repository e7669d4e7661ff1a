package io.flame.assistant;

import io.flame.kernel.Fields;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people may change about an assistant, with the rules it has to obey. */
record AssistantFields(
        String name,
        @Nullable String description,
        AssistantType type,
        AssistantStatus status,
        @Nullable String autoResponse,
        @Nullable String aiPrompt,
        @Nullable String timeZone) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 10_000;

    /** What the narrowest of the networks carries in one message. */
    private static final int LONGEST_ANSWER = 4_096;

    private static final int LONGEST_PROMPT = 20_000;
    private static final int LONGEST_TIME_ZONE = 64;

    /**
     * Reads the fields given and keeps the current value of the others.
     *
     * @param current null for a new assistant
     */
    static AssistantFields read(Fields in, @Nullable AssistantFields current) {
        Optional<AssistantFields> now = Optional.ofNullable(current);
        Optional<String> name = now.isEmpty() || in.has("name")
                ? in.requiredText("name", LONGEST_NAME)
                : now.map(AssistantFields::name);
        AssistantType type = type(in, current);
        AssistantStatus status = status(in, now.map(AssistantFields::status).orElse(null));
        String description = kept(in, "description", LONGEST_DESCRIPTION, current == null ? null : current.description);
        String answer = kept(in, "autoResponse", LONGEST_ANSWER, current == null ? null : current.autoResponse);
        String prompt = kept(in, "aiPrompt", LONGEST_PROMPT, current == null ? null : current.aiPrompt);
        String zone = kept(in, "timeZone", LONGEST_TIME_ZONE, current == null ? null : current.timeZone);
        requireFor(in, type == AssistantType.AUTO, "autoResponse", answer);
        requireFor(in, type == AssistantType.AI, "aiPrompt", prompt);
        if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
            in.error("timeZone", "unknown_value", "must be the name of a time zone region, such as Europe/Madrid");
        }
        in.check();
        return new AssistantFields(
                name.orElseThrow(), description, Objects.requireNonNull(type), status, answer, prompt, zone);
    }

    private static @Nullable AssistantType type(Fields in, @Nullable AssistantFields current) {
        if (in.isNull("type") || (current == null && !in.has("type"))) {
            in.error("type", "required", "is required");
            return null;
        }
        Optional<AssistantType> given = in.word("type", List.of(AssistantType.values()), AssistantType::word);
        return given.orElse(current == null ? null : current.type);
    }

    /** Training is the system's own state: it may stay, but nobody can set it. */
    private static AssistantStatus status(Fields in, @Nullable AssistantStatus current) {
        AssistantStatus kept = current == null ? AssistantStatus.ACTIVE : current;
        if (in.isNull("status")) {
            in.error("status", "required", "must not be null");
        }
        AssistantStatus status = in.word("status", List.of(AssistantStatus.values()), AssistantStatus::word)
                .orElse(kept);
        if (status == AssistantStatus.TRAINING && kept != AssistantStatus.TRAINING) {
            in.error("status", "read_only", "cannot be set to training; train the assistant instead");
        }
        return status;
    }

    /** An empty text means none, as forms send it. */
    private static @Nullable String kept(Fields in, String field, int most, @Nullable String current) {
        if (!in.has(field)) {
            return current;
        }
        return isEmpty(in, field) ? null : in.text(field, most).orElse(null);
    }

    private static void requireFor(Fields in, boolean needed, String field, @Nullable String value) {
        if (needed && value == null && (!in.has(field) || isEmpty(in, field))) {
            in.error(field, "required", "is required for this type of assistant");
        }
    }

    private static boolean isEmpty(Fields in, String field) {
        return in.isNull(field)
                || (in.node(field).isTextual() && in.node(field).textValue().isEmpty());
    }
}
