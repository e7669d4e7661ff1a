package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flame.kernel.JobRunner;
import io.flame.kernel.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class DeliverJobTest {

    private final House house = new House();

    /** A provider that does as it is told and remembers what it took, per conversation. */
    static final class FakeGateway implements ChannelGateway {
        final Map<UUID, List<String>> taken = new ConcurrentHashMap<>();
        final Function<OutboundMessage, SendOutcome> behaviour;

        FakeGateway(Function<OutboundMessage, SendOutcome> behaviour) {
            this.behaviour = behaviour;
        }

        @Override
        public Platform platform() {
            return Platform.WHATSAPP;
        }

        @Override
        public SendOutcome send(TenantId tenant, OutboundMessage message) {
            SendOutcome outcome = behaviour.apply(message);
            if (outcome instanceof SendOutcome.Accepted) {
                taken.computeIfAbsent(message.conversationId(), id -> new CopyOnWriteArrayList<>())
                        .add(message.content());
            }
            return outcome;
        }
    }

    private static SendOutcome accept(OutboundMessage message) {
        return new SendOutcome.Accepted("wamid.out." + message.id());
    }

    @Test
    void sendsAQueuedMessageAndKeepsTheProvidersId() {
        UUID conversation = conversation("12025550143");
        UUID id = post(conversation, "Good morning");
        FakeGateway gateway = new FakeGateway(DeliverJobTest::accept);

        try (Running running = run(1, gateway)) {
            await().untilAsserted(() -> assertThat(house.message(id).status()).isEqualTo("sent"));
        }
        assertThat(gateway.taken.get(conversation)).containsExactly("Good morning");
        assertThat(house.count("SELECT count(*) FROM messages WHERE provider_message_id = 'wamid.out." + id + "'"))
                .isEqualTo(1);
    }

    @Test
    void failsARefusedMessageForGoodAndGoesOnWithTheNext() {
        UUID conversation = conversation("12025550143");
        UUID refused = post(conversation, "refused");
        UUID fine = post(conversation, "fine");
        FakeGateway gateway = new FakeGateway(message -> message.content().equals("refused")
                ? new SendOutcome.Rejected(new DeliveryError("131026", "not on WhatsApp"))
                : accept(message));

        try (Running running = run(1, gateway)) {
            await().untilAsserted(() -> assertThat(house.message(fine).status()).isEqualTo("sent"));
        }
        assertThat(house.message(refused).status()).isEqualTo("failed");
        assertThat(house.message(refused).error()).isEqualTo(new DeliveryError("131026", "not on WhatsApp"));
    }

    @Test
    void neverSendsAgainWhatACrashHasLeftBegun() {
        UUID conversation = conversation("12025550143");
        UUID begun = post(conversation, "cut off");
        house.database.runInTenant(house.tenant, tx -> Outbox.markBegun(tx, begun));
        UUID next = post(conversation, "after the crash");
        FakeGateway gateway = new FakeGateway(DeliverJobTest::accept);

        try (Running running = run(1, gateway)) {
            await().untilAsserted(() -> assertThat(house.message(next).status()).isEqualTo("sent"));
        }
        assertThat(house.message(begun).status()).isEqualTo("unknown");
        assertThat(gateway.taken.get(conversation)).containsExactly("after the crash");
    }

    @Test
    void putsASendInDoubtWhoseAnswerWasLost() {
        UUID id = post(conversation("12025550143"), "lost answer");
        FakeGateway gateway = new FakeGateway(message -> new SendOutcome.InDoubt("read timed out"));

        try (Running running = run(1, gateway)) {
            await().untilAsserted(() -> assertThat(house.message(id).status()).isEqualTo("unknown"));
        }
    }

    @Test
    void waitsAsLongAsTheProviderWishesEvenWhenWoken() {
        UUID conversation = conversation("12025550143");
        UUID first = post(conversation, "first");
        List<Long> calls = new CopyOnWriteArrayList<>();
        FakeGateway gateway = new FakeGateway(message -> {
            calls.add(System.nanoTime());
            return calls.size() == 1
                    ? new SendOutcome.Deferred(
                            new DeliveryError("130429", "too fast"), Optional.of(Duration.ofMillis(1_500)))
                    : accept(message);
        });

        try (Running running = run(1, gateway)) {
            await().until(() -> calls.size() == 1);
            post(conversation, "second");
            await().untilAsserted(
                            () -> assertThat(house.message(first).status()).isEqualTo("sent"));
        }
        assertThat(Duration.ofNanos(calls.get(1) - calls.get(0))).isGreaterThanOrEqualTo(Duration.ofMillis(1_500));
        assertThat(gateway.taken.get(conversation)).startsWith("first");
    }

    @Test
    void keepsTheOrderOfEveryConversationWhileAFifthOfTheSendsFails() {
        Random random = new Random(7);
        FakeGateway gateway = new FakeGateway(message -> {
            synchronized (random) {
                return random.nextInt(5) == 0
                        ? new SendOutcome.Deferred(new DeliveryError("131016", "overloaded"), Optional.empty())
                        : accept(message);
            }
        });
        List<UUID> conversations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            conversations.add(conversation("1202555" + (1000 + i)));
        }
        List<String> written = new ArrayList<>();
        try (Running running = run(4, gateway)) {
            for (int i = 0; i < 10; i++) {
                String text = "message " + i;
                written.add(text);
                conversations.forEach(conversation -> post(conversation, text));
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(house.count("SELECT count(*) FROM messages WHERE status = 'sent'"))
                            .isEqualTo(200));
        }
        assertThat(conversations)
                .allSatisfy(each -> assertThat(gateway.taken.get(each)).isEqualTo(written));
    }

    private record Running(JobRunner runner) implements AutoCloseable {
        @Override
        public void close() {
            runner.stop();
        }
    }

    private Running run(int workers, ChannelGateway gateway) {
        JobRunner runner = house.runner(workers, new DeliverJob(house.database, house.log, List.of(gateway)));
        runner.start();
        return new Running(runner);
    }

    private UUID conversation(String phone) {
        house.receive(house.text(house.customer(phone), "wamid.in." + phone, "Hello", House.NINE));
        return house.inbox().stream()
                .filter(each -> phone.equals(each.contactPhone()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private UUID post(UUID conversation, String text) {
        return house.messages
                .post(house.tenant, conversation, new NewMessage(house.agent, text, "{}", Optional.empty()))
                .id();
    }
}
