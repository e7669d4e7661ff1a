package io.flame.provisioning;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A business that wants to be a tenant.
 *
 * @param slug its stable name, 2 to 40 of {@code a-z 0-9 _}, beginning with a letter; can never be changed
 * @param name what people call it, up to 255 characters
 * @param locale language of its people, {@code es} or {@code en}, optionally with a region such as {@code es-MX}
 * @param timeZone IANA name, such as {@code America/Mexico_City}
 * @param adminEmail of the first administrator, who signs in with it
 * @param adminName the administrator's name
 * @param adminPassword at least 10 characters; made up when absent
 */
public record NewTenant(
        String slug,
        String name,
        String locale,
        String timeZone,
        String adminEmail,
        String adminName,
        @Nullable String adminPassword) {

    private static final int LONGEST_NAME = 255;
    private static final Pattern LOCALE = Pattern.compile("(es|en)(-[A-Z]{2})?");

    /** Refuses what cannot be a tenant, with one error for each field that is wrong. */
    void validate() {
        List<FieldError> errors = new ArrayList<>();
        if (!TenantId.isValid(slug)) {
            errors.add(new FieldError(
                    "slug", "pattern", "must be 2 to 40 characters of a-z, 0-9 and _, beginning with a letter"));
        }
        if (Slugs.isReserved(slug)) {
            errors.add(new FieldError("slug", "reserved", "is a name of the platform's own"));
        }
        checkName(errors, "name", name);
        checkLocale(errors, "locale", locale);
        checkTimeZone(errors, "timeZone", timeZone);
        People.checkEmail(errors, "adminEmail", adminEmail);
        checkName(errors, "adminName", adminName);
        People.checkPassword(errors, "adminPassword", adminPassword);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }

    TenantId id() {
        return TenantId.of(slug);
    }

    NewTenant withPassword(String password) {
        return new NewTenant(slug, name, locale, timeZone, adminEmail, adminName, password);
    }

    /** The primary language. */
    String language() {
        return Locale.forLanguageTag(locale).getLanguage();
    }

    static void checkLocale(List<FieldError> errors, String field, String locale) {
        if (!LOCALE.matcher(locale).matches()) {
            errors.add(new FieldError(field, "unknown", "must be es or en, optionally with a region: es-MX"));
        }
    }

    static void checkTimeZone(List<FieldError> errors, String field, String timeZone) {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            errors.add(new FieldError(field, "unknown", "must be an IANA name such as Europe/London"));
        }
    }

    static void checkName(List<FieldError> errors, String field, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            errors.add(new FieldError(field, "size", "must have 1 to " + LONGEST_NAME + " characters"));
        }
    }

    @Override
    public String toString() {
        return slug + " (" + name + ")";
    }
}
