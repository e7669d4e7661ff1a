package io.flame.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in person as the API shows them.
 *
 * @param tenant the tenant's slug; null for an operator of the platform
 * @param locale such as {@code es} or {@code en-US}, the tenant's where the person has chosen none; null for an operator
 * @param timeZone of the IANA database, likewise
 */
public record SessionUser(
        UUID id,
        String email,
        String name,
        Role role,
        @Nullable String avatarUrl,
        @Nullable String tenant,
        @Nullable String locale,
        @Nullable String timeZone) {

    static SessionUser of(Member member) {
        Caller caller = member.caller();
        return new SessionUser(
                caller.userId(),
                caller.email(),
                caller.name(),
                caller.role(),
                member.avatarUrl(),
                caller.tenant().slug(),
                member.locale(),
                member.timeZone());
    }

    static SessionUser of(Operator operator) {
        return new SessionUser(
                operator.userId(), operator.email(), operator.name(), Role.OPERATOR, null, null, null, null);
    }
}
