package io.flame.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import java.util.ArrayList;
import java.util.List;

/** A listener who keeps what he gets. */
final class Listener implements Sink {

    private final List<JsonNode> packets = new ArrayList<>();
    private volatile boolean hasRoom = true;
    private volatile boolean isGivenUp;

    @Override
    public synchronized void take(List<Frame> frames) {
        frames.forEach(frame -> packets.add(Json.read(frame.packet().substring(1), JsonNode.class)));
    }

    @Override
    public boolean hasRoom() {
        return hasRoom;
    }

    @Override
    public void giveUp() {
        isGivenUp = true;
    }

    boolean isGivenUp() {
        return isGivenUp;
    }

    void hasRoom(boolean yes) {
        hasRoom = yes;
    }

    /** What came with this name, without the name. */
    synchronized List<JsonNode> named(String name) {
        return packets.stream()
                .filter(packet -> packet.path(0).asText().equals(name))
                .map(packet -> packet.path(1))
                .toList();
    }

    synchronized List<String> names() {
        return packets.stream().map(packet -> packet.path(0).asText()).toList();
    }

    /** Ids of the events from the log, in the order in which they came. */
    List<String> ids() {
        return named("number.counted").stream()
                .map(event -> event.path("id").asText())
                .toList();
    }

    boolean isReady() {
        return !named("ready").isEmpty();
    }
}
