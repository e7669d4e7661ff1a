package io.flame.messaging;

import io.flame.kernel.Fact;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Everything that was held of a person is gone; whoever keeps a copy of these conversations has to forget it too.
 *
 * @param conversationIds the person's conversations, which are empty now, and those that were deleted before
 */
public record ContactErased(UUID contactId, List<UUID> conversationIds, Instant erasedAt) implements Fact {

    @Override
    public String type() {
        return "contact.erased";
    }
}
