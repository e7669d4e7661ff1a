package io.flame.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.Caller;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is online, over all nodes. Every node tells the others whom it sees, again and again, so that a node that died is
 * forgotten. Each {@code presence} event holds the whole list.
 */
@ApplicationScoped
public class Presence {

    private static final String SEEN = "presence";
    private static final String ASK = "presence?";
    private static final Duration GATHER = Duration.ofMillis(200);
    private static final Duration REPEAT = Duration.ofSeconds(10);

    private final Rooms rooms;
    private final Relay relay;
    private final FeedThreads threads;
    private final Clock clock;
    private final Map<TenantId, Attendance> tenants = new ConcurrentHashMap<>();
    private final Set<TenantId> changed = ConcurrentHashMap.newKeySet();

    @Inject
    Presence(Rooms rooms, Relay relay, FeedThreads threads, Clock clock) {
        this.rooms = rooms;
        this.relay = relay;
        this.threads = threads;
        this.clock = clock;
        relay.listen(this::heard);
        threads.every(REPEAT, this::repeat);
    }

    public void enter(Caller caller) {
        TenantId tenant = caller.tenant();
        if (!tenants.containsKey(tenant)) {
            relay.send(new Notice(tenant, ASK, Json.mapper().createObjectNode()));
        }
        if (attendance(tenant).enter(caller)) {
            changedHere(tenant);
        }
    }

    public void leave(Caller caller) {
        if (attendance(caller.tenant()).leave(caller)) {
            changedHere(caller.tenant());
        }
    }

    /** The list as it stands now. */
    public Frame now(TenantId tenant) {
        ArrayNode online = Json.mapper().createArrayNode();
        attendance(tenant).people().forEach(person -> online.add(person.toJson()));
        ObjectNode data = Json.mapper().createObjectNode();
        data.set("online", online);
        return Frame.common(SEEN, tenant, clock.instant(), Json.write(data));
    }

    private Attendance attendance(TenantId tenant) {
        return tenants.computeIfAbsent(tenant, key -> new Attendance());
    }

    private void changedHere(TenantId tenant) {
        say(tenant);
        tellSoon(tenant);
    }

    private void say(TenantId tenant) {
        ObjectNode data = Json.mapper().createObjectNode();
        data.put("node", relay.node());
        data.set("people", attendance(tenant).hereAsJson());
        relay.send(new Notice(tenant, SEEN, data));
    }

    /** Many who come at once make one event. */
    private void tellSoon(TenantId tenant) {
        if (changed.add(tenant)) {
            threads.later(GATHER, () -> {
                changed.remove(tenant);
                rooms.tell(tenant, now(tenant), Optional.empty());
            });
        }
    }

    private void heard(Notice notice) {
        TenantId tenant = notice.tenant();
        if (!rooms.isOccupied(tenant)) {
            return;
        }
        if (notice.kind().equals(ASK)) {
            say(tenant);
        } else if (notice.kind().equals(SEEN)) {
            JsonNode data = notice.data();
            if (attendance(tenant).heard(data.path("node").asText(), data.path("people"), clock.instant())) {
                tellSoon(tenant);
            }
        }
    }

    private void repeat() {
        tenants.forEach((tenant, attendance) -> {
            if (!rooms.isOccupied(tenant)) {
                tenants.remove(tenant);
                return;
            }
            say(tenant);
            if (attendance.forgetBefore(clock.instant().minus(REPEAT.multipliedBy(3)))) {
                tellSoon(tenant);
            }
        });
    }
}
