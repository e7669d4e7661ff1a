package io.flame.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A tenant's slug: the stable name from which its schema, its database role and its Keycloak organization alias follow.
 * It never changes; what people call the business is the tenant's name.
 *
 * @param slug 2 to 40 characters, {@code [a-z][a-z0-9_]+}, so that it is safe inside SQL identifiers
 */
public record TenantId(@JsonValue String slug) {

    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{1,39}");

    public TenantId {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException(
                    "slug must be 2 to 40 characters of a-z, 0-9 and _, beginning with a letter, but was '" + slug
                            + "'");
        }
    }

    @JsonCreator
    public static TenantId of(String slug) {
        return new TenantId(slug);
    }

    public static boolean isValid(String slug) {
        return SLUG.matcher(slug).matches();
    }

    public String schema() {
        return "t_" + slug;
    }

    public String databaseRole() {
        return "flame_t_" + slug;
    }

    @Override
    public String toString() {
        return slug;
    }
}
