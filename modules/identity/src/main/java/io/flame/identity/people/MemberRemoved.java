package io.flame.identity.people;

import io.flame.kernel.Fact;
import java.util.UUID;

/** Somebody no longer works here. What they wrote stays; what they had open needs somebody else. */
public record MemberRemoved(UUID userId) implements Fact {

    @Override
    public String type() {
        return "member.removed";
    }
}
