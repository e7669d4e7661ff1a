package io.flame.identity.people;

import io.flame.identity.Role;
import io.flame.kernel.Fact;
import java.util.UUID;

/** Somebody works here, for the first time or again. */
public record MemberAdded(UUID userId, String name, Role role) implements Fact {

    @Override
    public String type() {
        return "member.added";
    }
}
