package io.flame.identity.keys;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A service key as asked for. */
record NewApiKey(String name, Set<Scope> scopes, Optional<Instant> expiresAt) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_INSTANT = 40;

    /** @throws io.flame.kernel.Problem 422 that names every field which is missing or wrong */
    static NewApiKey of(JsonNode body, Instant now) {
        Fields fields = Fields.of(body);
        Optional<String> name = fields.requiredText("name", LONGEST_NAME);
        Set<Scope> scopes = scopes(fields);
        Optional<Instant> expiresAt = fields.text("expiresAt", LONGEST_INSTANT).flatMap(text -> instant(fields, text));
        if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
            fields.error("expiresAt", "out_of_range", "must be in the future");
        }
        fields.check();
        return new NewApiKey(name.orElseThrow(), scopes, expiresAt);
    }

    private static Set<Scope> scopes(Fields fields) {
        JsonNode node = fields.node("scopes");
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (!node.isArray() || node.isEmpty()) {
            fields.error("scopes", "required", "must be a list of at least one scope");
            return scopes;
        }
        for (JsonNode each : node) {
            Scope.of(each.asText())
                    .ifPresentOrElse(
                            scopes::add,
                            () -> fields.error("scopes", "unknown_value", "may only hold " + vocabulary()));
        }
        return scopes;
    }

    private static String vocabulary() {
        return String.join(
                ", ", EnumSet.allOf(Scope.class).stream().map(Scope::word).toList());
    }

    private static Optional<Instant> instant(Fields fields, String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            fields.error("expiresAt", "wrong_type", "must be an instant such as 2030-01-31T12:00:00Z");
            return Optional.empty();
        }
    }
}
