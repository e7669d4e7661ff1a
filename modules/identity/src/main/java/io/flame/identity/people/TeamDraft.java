package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import io.flame.kernel.Ids;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a team. What the body does not name stays as it is.
 *
 * @param described whether the body names a description, be it null
 */
record TeamDraft(
        Optional<String> name, boolean described, @Nullable String description, Optional<Set<UUID>> memberIds) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_DESCRIPTION = 2_000;
    private static final int MOST_MEMBERS = 1_000;

    /** @throws io.flame.kernel.Problem 422 that names every field which is missing or wrong */
    static TeamDraft ofNew(JsonNode body) {
        Fields fields = Fields.of(body);
        fields.requiredText("name", LONGEST_NAME);
        return read(fields);
    }

    /** As {@link #ofNew}, but nothing is needed. */
    static TeamDraft ofChange(JsonNode body) {
        Fields fields = Fields.of(body);
        if (fields.isNull("name")) {
            fields.error("name", "required", "must not be null");
        }
        return read(fields);
    }

    private static TeamDraft read(Fields fields) {
        TeamDraft draft = new TeamDraft(
                fields.has("name") ? fields.text("name", LONGEST_NAME).map(String::strip) : Optional.empty(),
                fields.has("description"),
                fields.text("description", LONGEST_DESCRIPTION).orElse(null),
                members(fields));
        fields.check();
        return draft;
    }

    private static Optional<Set<UUID>> members(Fields fields) {
        if (!fields.has("memberIds")) {
            return Optional.empty();
        }
        JsonNode node = fields.node("memberIds");
        if (!node.isArray() || node.size() > MOST_MEMBERS) {
            fields.error("memberIds", "wrong_type", "must be a list of at most " + MOST_MEMBERS + " UUIDs");
            return Optional.empty();
        }
        Set<UUID> members = new LinkedHashSet<>();
        for (JsonNode each : node) {
            Ids.parse(each.asText())
                    .ifPresentOrElse(
                            members::add, () -> fields.error("memberIds", "wrong_type", "must hold UUIDs only"));
        }
        return Optional.of(members);
    }
}
