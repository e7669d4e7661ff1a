package io.flame.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.identity.Caller;
import io.flame.kernel.Doorbell;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.Settings;
import io.flame.testing.TestRedis;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RelayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CONVERSATION = "01890000-0000-7000-8000-000000000001";

    private final TestLog log = new TestLog();
    private final FrozenProxy redis = new FrozenProxy(TestRedis.shared().port());
    private Node here;
    private Node there;
    private final Listener listenerHere = new Listener();
    private final Listener listenerThere = new Listener();
    private Subscription subscriptionHere;

    @BeforeEach
    void startNodes() {
        here = new Node(log, redis.url());
        there = new Node(log, redis.url());
        subscriptionHere = here.enter(listenerHere);
        there.enter(listenerThere);
        await().atMost(PATIENCE).until(() -> listenerHere.isReady() && listenerThere.isReady());
        untilTheNodesHearEachOther();
    }

    @AfterEach
    void stopNodes() throws Exception {
        here.close();
        there.close();
        redis.close();
        log.close();
    }

    @Test
    void ringsTheOtherNodesLongBeforeTheyWouldLookByThemselves() {
        here.count(1);
        await().atMost(Duration.ofSeconds(2)).until(() -> listenerThere.ids().equals(log.ids()));
    }

    @Test
    void delaysNobodyWhileRedisHangsAndFillsTheGapWhenItIsBack() {
        redis.freeze();
        long began = System.nanoTime();
        IntStream.range(0, 50).forEach(here::count);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        await().atMost(Duration.ofSeconds(2)).until(() -> listenerHere.ids().equals(log.ids()));
        await().atMost(Duration.ofSeconds(7)).until(() -> listenerThere.ids().equals(log.ids()));
        redis.thaw();
        untilTheNodesHearEachOther();
        here.count(51);
        await().atMost(Duration.ofSeconds(2)).until(() -> listenerThere.ids().equals(log.ids()));
    }

    @Test
    void comesBackAfterRedisWasStopped() {
        TestRedis.shared().stop();
        here.count(1);
        await().atMost(Duration.ofSeconds(2)).until(() -> listenerHere.ids().equals(log.ids()));
        TestRedis.shared().start();
        untilTheNodesHearEachOther();
        await().atMost(Duration.ofSeconds(5)).until(() -> listenerThere.ids().equals(log.ids()));
    }

    @Test
    void tellsColleaguesOnAllNodesWhoIsTyping() {
        Caller ana = Node.caller(log.tenant, "Ana");
        here.typing.typed(ana, subscriptionHere, typing(CONVERSATION, true));
        await().atMost(PATIENCE).until(() -> listenerThere.named("typing").size() == 1);
        JsonNode event = listenerThere.named("typing").getFirst();
        assertThat(event.path("id").isNull()).isTrue();
        assertThat(event.path("data").path("userId").asText())
                .isEqualTo(ana.userId().toString());
        assertThat(event.path("data").path("name").asText()).isEqualTo("Ana");
        assertThat(event.path("data").path("typing").asBoolean()).isTrue();
        assertThat(listenerHere.named("typing")).isEmpty();
        assertThat(log.ids()).isEmpty();
    }

    @Test
    void refusesTypingThatMakesNoSense() {
        Caller ana = Node.caller(log.tenant, "Ana");
        assertThatThrownBy(() -> here.typing.typed(ana, subscriptionHere, typing("5", true)))
                .isInstanceOf(Problem.class);
        ObjectNode withoutState = Json.mapper().createObjectNode().put("conversationId", CONVERSATION);
        assertThatThrownBy(() -> here.typing.typed(ana, subscriptionHere, withoutState))
                .isInstanceOf(Problem.class);
    }

    @Test
    void showsWhoIsOnlineOnAllNodesOnceEach() {
        Caller ana = Node.caller(log.tenant, "Ana");
        Caller ben = Node.caller(log.tenant, "Ben");
        here.presence.enter(ana);
        here.presence.enter(ana);
        there.presence.enter(ben);
        await().atMost(PATIENCE).until(() -> online(listenerHere).equals(List.of("Ana", "Ben")));
        await().atMost(PATIENCE).until(() -> online(listenerThere).equals(List.of("Ana", "Ben")));
        here.presence.leave(ana);
        there.presence.leave(ben);
        await().atMost(PATIENCE).until(() -> online(listenerThere).equals(List.of("Ana")));
        here.presence.leave(ana);
        await().atMost(PATIENCE).until(() -> online(listenerThere).isEmpty());
    }

    @Test
    void namesTheSettingThatIsMalformed() {
        assertThatThrownBy(() -> new Relay(
                        new Doorbell(),
                        new Rooms(log.reader, log.threads, new Doorbell(), Clock.systemUTC()),
                        log.threads,
                        Settings.of(Map.of("REDIS_URL", "localhost:6379"))))
                .hasMessageContaining("REDIS_URL");
    }

    private static List<String> online(Listener listener) {
        List<JsonNode> events = listener.named("presence");
        if (events.isEmpty()) {
            return List.of();
        }
        return events.getLast().path("data").path("online").findValuesAsText("name").stream()
                .sorted()
                .toList();
    }

    private static ObjectNode typing(String conversation, boolean typing) {
        return Json.mapper()
                .createObjectNode()
                .put("conversationId", conversation)
                .put("typing", typing);
    }

    private void untilTheNodesHearEachOther() {
        int heardHere = here.hellos.get();
        int heardThere = there.hellos.get();
        await().atMost(PATIENCE).pollInterval(100, TimeUnit.MILLISECONDS).until(() -> {
            here.sayHello();
            there.sayHello();
            return here.hellos.get() > heardHere && there.hellos.get() > heardThere;
        });
    }
}
