package io.flame.identity;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of a profile that a body names, checked. */
final class ProfileChange {

    private static final List<String> NAMES = List.of("name", "avatarUrl", "locale", "timeZone");
    private static final int MAX_NAME = 255;
    private static final int MAX_AVATAR_URL = 500;
    private static final int MAX_LOCALE = 10;
    private static final int MAX_TIME_ZONE = 64;
    private static final Pattern LOCALE = Pattern.compile("(es|en)(-[A-Z]{2})?");

    private final Map<String, @Nullable String> values = new HashMap<>();
    private final Fields fields;

    private ProfileChange(Fields fields) {
        this.fields = fields;
    }

    static ProfileChange of(JsonNode body) {
        ProfileChange change = new ProfileChange(Fields.of(body));
        change.read(body);
        return change;
    }

    private void read(JsonNode body) {
        body.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                fields.error(name, "unknown_field", "cannot be changed here");
            }
        });
        if (fields.isNull("name")) {
            fields.error("name", "required", "must not be null");
        }
        take("name", fields.text("name", MAX_NAME).map(String::strip));
        take("avatarUrl", check("avatarUrl", MAX_AVATAR_URL, ProfileChange::isWebAddress, "must be an https address"));
        take("locale", check("locale", MAX_LOCALE, ProfileChange::isLocale, "must be es or en, such as es-MX"));
        take(
                "timeZone",
                check("timeZone", MAX_TIME_ZONE, ProfileChange::isTimeZone, "must be a zone such as Europe/Madrid"));
        fields.check();
    }

    private Optional<String> check(String name, int most, Predicate<String> valid, String otherwise) {
        Optional<String> value = fields.text(name, most);
        if (value.isPresent() && !valid.test(value.get())) {
            fields.error(name, "unknown_value", otherwise);
        }
        return value;
    }

    private void take(String name, Optional<String> value) {
        if (fields.has(name)) {
            values.put(name, value.orElse(null));
        }
    }

    ProfileRow applyTo(ProfileRow row) {
        return new ProfileRow(
                Objects.requireNonNullElse(values.get("name"), row.name()),
                changed("avatarUrl", row.avatarUrl()),
                changed("locale", row.locale()),
                changed("timeZone", row.timeZone()));
    }

    private @Nullable String changed(String name, @Nullable String before) {
        return values.containsKey(name) ? values.get(name) : before;
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return "https".equals(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isLocale(String text) {
        return LOCALE.matcher(text).matches();
    }

    private static boolean isTimeZone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text);
    }
}
