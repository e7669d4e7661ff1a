package io.flame.feed;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Doorbell;
import io.flame.kernel.Json;
import io.flame.kernel.RedisAddress;
import io.flame.kernel.Settings;
import io.flame.kernel.TenantId;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The wire between the nodes, over Redis. It carries hints only: what it loses, readers find in the log. Without
 * {@code REDIS_URL} this node is on its own.
 */
@ApplicationScoped
public class Relay {

    /** Carries {@code <node> <tenant> <tenant> …}: these logs have something new. */
    static final String DOORBELL = "flame:doorbell";

    /** Carries notices as JSON. */
    static final String NOTICES = "flame:notices";

    private static final System.Logger LOG = System.getLogger(Relay.class.getName());
    private static final Duration PING = Duration.ofSeconds(1);

    private final String node = UUID.randomUUID().toString();
    private final Doorbell doorbell;
    private final List<Consumer<Notice>> listeners = new CopyOnWriteArrayList<>();
    private final @Nullable RedisPublisher publisher;
    private final @Nullable RedisSubscriber subscriber;

    @Inject
    Relay(Doorbell doorbell, Rooms rooms, FeedThreads threads, Settings settings) {
        this.doorbell = doorbell;
        Optional<RedisAddress> address = RedisAddress.of(settings);
        if (address.isEmpty()) {
            LOG.log(INFO, "REDIS_URL is not set: this node hears of no other");
            this.publisher = null;
            this.subscriber = null;
            return;
        }
        RedisPublisher talking = new RedisPublisher(address.get(), node);
        RedisSubscriber listening = new RedisSubscriber(address.get(), this::heard, rooms::ringAll);
        this.publisher = talking;
        this.subscriber = listening;
        doorbell.listen((tenant, local) -> {
            if (local) {
                talking.ring(tenant);
            }
        });
        threads.every(PING, listening::ping);
    }

    /** Being created is enough: also a node without sockets has to tell the others. */
    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        LOG.log(System.Logger.Level.DEBUG, "node {0}", node);
    }

    @PreDestroy
    void stop() {
        if (publisher != null && subscriber != null) {
            publisher.close();
            subscriber.close();
        }
    }

    /** The name under which the other nodes hear this one. */
    String node() {
        return node;
    }

    /** Hears every other node's notices. */
    void listen(Consumer<Notice> listener) {
        listeners.add(listener);
    }

    void send(Notice notice) {
        if (publisher == null) {
            return;
        }
        ObjectNode message = Json.mapper().createObjectNode();
        message.put("node", node).put("tenant", notice.tenant().slug()).put("kind", notice.kind());
        publisher.send(Json.write(message.set("data", notice.data())));
    }

    private void heard(String channel, String message) {
        try {
            if (channel.equals(DOORBELL)) {
                heardRing(message.split(" "));
            } else {
                heardNotice(Json.mapper().readTree(message));
            }
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.log(WARNING, "an unreadable message on {0}: {1}", channel, e.getMessage());
        }
    }

    private void heardRing(String[] words) {
        if (!words[0].equals(node)) {
            Arrays.stream(words).skip(1).map(TenantId::of).forEach(doorbell::ringFromElsewhere);
        }
    }

    private void heardNotice(JsonNode message) {
        if (!message.path("node").asText().equals(node)) {
            TenantId tenant = TenantId.of(message.path("tenant").asText());
            Notice notice = new Notice(tenant, message.path("kind").asText(), message.path("data"));
            listeners.forEach(listener -> listener.accept(notice));
        }
    }
}
