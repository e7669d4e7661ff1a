package io.flame.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.Caller;
import io.flame.kernel.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who of one tenant is online: here, and on the other nodes as far as they have said so lately. */
final class Attendance {

    /** So long a list helps nobody; who is beyond it is not shown. */
    private static final int MOST_PEOPLE = 1_000;

    record Person(String userId, String name) {
        ObjectNode toJson() {
            return Json.mapper().createObjectNode().put("userId", userId).put("name", name);
        }
    }

    private record Elsewhere(List<Person> people, Instant saidAt) {}

    private final Map<UUID, Integer> sockets = new HashMap<>();
    private final Map<UUID, Person> here = new HashMap<>();
    private final Map<String, Elsewhere> elsewhere = new HashMap<>();

    /** Counts one more socket; true when this person was not here before. */
    synchronized boolean enter(Caller caller) {
        here.put(caller.userId(), new Person(caller.userId().toString(), caller.name()));
        return sockets.merge(caller.userId(), 1, Integer::sum) == 1;
    }

    /** Counts one socket less; true when it was the person's last one here. */
    synchronized boolean leave(Caller caller) {
        @Nullable
        Integer left = sockets.computeIfPresent(caller.userId(), (id, count) -> count == 1 ? null : count - 1);
        return left == null && here.remove(caller.userId()) != null;
    }

    /** Another node's list; true when it differs from its last one. */
    synchronized boolean heard(String node, JsonNode people, Instant now) {
        List<Person> list = new ArrayList<>();
        people.forEach(each -> list.add(
                new Person(each.path("userId").asText(), each.path("name").asText())));
        Elsewhere before = elsewhere.put(node, new Elsewhere(list, now));
        return before == null ? !list.isEmpty() : !before.people().equals(list);
    }

    /** Forgets nodes that have been silent since; true when somebody is gone with them. */
    synchronized boolean forgetBefore(Instant time) {
        return elsewhere.values().removeIf(node -> node.saidAt().isBefore(time));
    }

    synchronized ArrayNode hereAsJson() {
        ArrayNode list = Json.mapper().createArrayNode();
        here.values().stream()
                .sorted(Comparator.comparing(Person::userId))
                .limit(MOST_PEOPLE)
                .forEach(person -> list.add(person.toJson()));
        return list;
    }

    /** Everybody once, in a stable order. */
    synchronized List<Person> people() {
        Map<String, Person> all = new TreeMap<>();
        elsewhere.values().forEach(node -> node.people().forEach(person -> all.put(person.userId(), person)));
        here.values().forEach(person -> all.put(person.userId(), person));
        return all.values().stream().limit(MOST_PEOPLE).toList();
    }
}
