package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.Json;
import io.flame.messaging.InboundEvent;
import io.flame.messaging.InboundEvent.Message;
import io.flame.testing.Fixtures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever becomes of a fixture's tree, reading it throws nothing and gives nothing the database would refuse. */
class WhatsAppMutationTest {

    private static final WhatsAppAdapter ADAPTER = Samples.adapter();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<JsonNode> ODDITIES = List.of(
            NODES.nullNode(),
            NODES.booleanNode(true),
            NODES.numberNode(-1),
            NODES.numberNode(Double.POSITIVE_INFINITY),
            NODES.numberNode(Long.MAX_VALUE),
            NODES.textNode(""),
            NODES.textNode("\u0000"),
            NODES.textNode("\ud83d half"),
            NODES.textNode("reaction"),
            NODES.textNode("x".repeat(3_000)),
            NODES.arrayNode(),
            NODES.arrayNode().add(1).add("a"),
            NODES.objectNode(),
            NODES.objectNode().put("id", 7).put("type", "text"));

    @Provide
    Arbitrary<String> fixtures() {
        return Arbitraries.of(Fixtures.of("whatsapp").stream()
                .filter(name -> name.endsWith(".json"))
                .toList());
    }

    @Property(tries = 2_000)
    void readsAnyMutation(@ForAll("fixtures") String fixture, @ForAll long seed) throws IOException {
        JsonNode body = Json.mapper().readTree(Fixtures.bytes(fixture));
        Random random = new Random(seed);
        for (int i = 0; i <= random.nextInt(6); i++) {
            mutate(body, random);
        }
        ADAPTER.split(body)
                .ifPresent(parts -> parts.forEach(part -> {
                    Reading reading = ADAPTER.read(Samples.INTEGRATION, part, Samples.RECEIVED);
                    reading.events().forEach(WhatsAppMutationTest::requireStorable);
                    reading.leftovers().forEach(leftover -> RawJson.bytes(leftover.body()));
                }));
    }

    private static void mutate(JsonNode body, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(body, containers);
        JsonNode chosen = containers.get(random.nextInt(containers.size()));
        JsonNode oddity = ODDITIES.get(random.nextInt(ODDITIES.size())).deepCopy();
        if (chosen instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, oddity);
            }
        } else if (chosen instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), oddity);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static void requireStorable(InboundEvent event) {
        if (!(event instanceof Message message)) {
            return;
        }
        Stream.concat(Stream.of(message.content(), message.providerMessageId()), message.sender().identities().stream())
                .forEach(text -> assertThat(CleanText.isClean(text)).isTrue());
        assertThat(message.providerMessageId().length()).isLessThanOrEqualTo(512);
        assertThat(message.sender().identities()).allMatch(id -> id.length() <= 255);
        if (message.metadata() != null) {
            requireClean(Json.read(message.metadata(), JsonNode.class));
        }
    }

    private static void requireClean(JsonNode node) {
        if (node.isTextual()) {
            assertThat(CleanText.isClean(node.asText())).isTrue();
        }
        node.forEach(WhatsAppMutationTest::requireClean);
    }
}
