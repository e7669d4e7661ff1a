package io.flame.identity.people;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Role;
import io.flame.identity.Visibility;
import io.flame.kernel.Fields;
import java.net.URI;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields an administrator may change in a person. Ids, e-mail address, tenant and times are not among them, whatever the
 * body says.
 */
record PersonChange(Map<String, @Nullable Object> columns) {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_URL = 500;
    private static final int LONGEST_LOCALE = 10;
    private static final int LONGEST_ZONE = 64;

    /** @throws io.flame.kernel.Problem 422 that names every wrong field */
    static PersonChange of(JsonNode body) {
        Fields fields = Fields.of(body);
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        refuseNull(fields, "name", "role", "visibility", "isActive");
        fields.text("name", LONGEST_NAME).ifPresent(name -> columns.put("name", name.strip()));
        fields.word("role", PeopleFilter.MEMBER_ROLES, Role::word).ifPresent(role -> columns.put("role", role.word()));
        fields.word("visibility", List.of(Visibility.values()), Visibility::word)
                .ifPresent(visibility -> columns.put("visibility", visibility.word()));
        active(fields).ifPresent(active -> columns.put("is_active", active));
        optional(fields, columns, "avatarUrl", "avatar_url", LONGEST_URL);
        optional(fields, columns, "locale", "locale", LONGEST_LOCALE);
        optional(fields, columns, "timeZone", "time_zone", LONGEST_ZONE);
        checkMeaning(fields, columns);
        fields.check();
        return new PersonChange(columns);
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    boolean activates() {
        return Boolean.TRUE.equals(columns.get("is_active"));
    }

    String assignments() {
        return columns.keySet().stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
    }

    List<@Nullable Object> values() {
        return new ArrayList<>(columns.values());
    }

    private static void refuseNull(Fields fields, String... names) {
        for (String name : names) {
            if (fields.isNull(name)) {
                fields.error(name, "required", "must not be null");
            }
        }
    }

    private static Optional<Boolean> active(Fields fields) {
        JsonNode node = fields.node("isActive");
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isBoolean()) {
            fields.error("isActive", "wrong_type", "must be true or false");
        }
        return Optional.of(node.booleanValue());
    }

    private static void optional(
            Fields fields, Map<String, @Nullable Object> columns, String field, String column, int most) {
        if (fields.has(field)) {
            columns.put(column, fields.text(field, most).orElse(null));
        }
    }

    private static void checkMeaning(Fields fields, Map<String, @Nullable Object> columns) {
        if (columns.get("avatar_url") instanceof String url && !isWebAddress(url)) {
            fields.error("avatarUrl", "wrong_type", "must be an http or https URL");
        }
        if (columns.get("locale") instanceof String locale && !locale.matches("[a-z]{2,3}(-[A-Z]{2})?")) {
            fields.error("locale", "wrong_type", "must be a language such as es or es-CO");
        }
        if (columns.get("time_zone") instanceof String zone && !isZone(zone)) {
            fields.error("timeZone", "unknown_value", "must be a time zone such as America/Bogota");
        }
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = URI.create(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            return uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isZone(String text) {
        try {
            return ZoneId.of(text).getId().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
