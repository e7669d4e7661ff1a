package io.flame.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Tells colleagues that somebody is writing in a conversation. Of the moment only, so it is not in the log. */
@ApplicationScoped
public class Typing {

    private static final String KIND = "typing";

    private final Rooms rooms;
    private final Relay relay;
    private final Clock clock;

    @Inject
    Typing(Rooms rooms, Relay relay, Clock clock) {
        this.rooms = rooms;
        this.relay = relay;
        this.clock = clock;
        relay.listen(notice -> {
            if (notice.kind().equals(KIND)) {
                tell(notice.tenant(), notice.data(), Optional.empty());
            }
        });
    }

    /** @param argument {@code {conversationId, typing}} as the client sent it */
    public void typed(Caller caller, Subscription from, JsonNode argument) {
        UUID conversation = Ids.parse(argument.path("conversationId").asText())
                .orElseThrow(() -> Problem.invalid("conversationId", "wrong_type", "conversationId must be a UUID"));
        if (!argument.path(KIND).isBoolean()) {
            throw Problem.invalid(KIND, "wrong_type", "typing must be true or false");
        }
        from.requireInSight(conversation);
        ObjectNode data = Json.mapper().createObjectNode();
        data.put("conversationId", conversation.toString());
        data.put("userId", caller.userId().toString());
        data.put("name", caller.name());
        data.put(KIND, argument.path(KIND).booleanValue());
        tell(caller.tenant(), data, Optional.of(from));
        relay.send(new Notice(caller.tenant(), KIND, data));
    }

    private void tell(TenantId tenant, JsonNode data, Optional<Subscription> except) {
        rooms.tell(tenant, Frame.passing(KIND, tenant, clock.instant(), Json.write(data)), except);
    }
}
