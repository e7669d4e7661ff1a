package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.messaging.InboundEvent;
import java.util.ArrayList;
import java.util.List;

/** What came of reading one part: events to store, and what could not be understood. */
record Reading(List<InboundEvent> events, List<Leftover> leftovers) {

    /** @param reason a stable word, for the quarantine */
    record Leftover(String reason, JsonNode body) {}

    static Reading empty() {
        return new Reading(new ArrayList<>(), new ArrayList<>());
    }

    void leave(String reason, JsonNode body) {
        leftovers.add(new Leftover(reason, body));
    }
}
