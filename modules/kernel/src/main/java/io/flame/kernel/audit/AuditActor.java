package io.flame.kernel.audit;

import org.jspecify.annotations.Nullable;

/**
 * Who did it.
 *
 * @param kind {@code user}, {@code key}, {@code operator}, {@code anonymous}, or {@code system} for what nobody asked for
 * @param id of the user or the key; null for somebody who has not signed in
 * @param email of somebody who has not signed in: the address that was given
 */
public record AuditActor(
        String kind,
        @Nullable String id,
        @Nullable String email,
        @Nullable String role) {

    private static final int MOST_EMAIL = 255;

    public AuditActor {
        email = AuditText.cut(email, MOST_EMAIL);
    }

    public static AuditActor anonymous(@Nullable String email) {
        return new AuditActor("anonymous", null, email, null);
    }
}
