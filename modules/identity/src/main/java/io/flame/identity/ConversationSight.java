package io.flame.identity;

import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/** Which conversations a member may see, for modules that tell of conversations without knowing them. */
public interface ConversationSight {

    /**
     * Of these conversations, those that the member may see at this moment. One that is not there (any more) is never
     * among them.
     */
    Set<UUID> seen(Caller caller, Collection<UUID> conversations);
}
