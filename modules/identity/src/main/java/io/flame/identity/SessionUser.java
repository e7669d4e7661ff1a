package io.flame.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in person as the API shows them.
 *
 * @param tenant the tenant's slug; null for an operator of the platform
 */
public record SessionUser(
        UUID id,
        String email,
        String name,
        Role role,
        @Nullable String avatarUrl,
        @Nullable String tenant) {

    static SessionUser of(Member member) {
        Caller caller = member.caller();
        return new SessionUser(
                caller.userId(),
                caller.email(),
                caller.name(),
                caller.role(),
                member.avatarUrl(),
                caller.tenant().slug());
    }

    static SessionUser of(Operator operator) {
        return new SessionUser(operator.userId(), operator.email(), operator.name(), Role.OPERATOR, null, null);
    }
}
