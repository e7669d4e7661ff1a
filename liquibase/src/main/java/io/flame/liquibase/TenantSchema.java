package io.flame.liquibase;

import java.util.regex.Pattern;

/** The names that follow from a tenant's slug; the pattern makes them safe to stand in SQL as they are. */
record TenantSchema(String slug) {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9_]{1,39}");

    TenantSchema {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("slug: must match " + SLUG.pattern() + ", was \"" + slug + "\"");
        }
    }

    String schema() {
        return "t_" + slug;
    }

    String role() {
        return "flame_t_" + slug;
    }
}
