package io.flame.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** What a member may do in a tenant; {@code OPERATOR} belongs to the platform and to no tenant. */
public enum Role {
    ADMIN,
    AGENT,
    USER,
    OPERATOR;

    /** As it stands in tokens, JSON and {@code @RolesAllowed}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
