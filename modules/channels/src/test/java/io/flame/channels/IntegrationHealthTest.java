package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Json;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.MessageFailed;
import io.flame.messaging.MessageView;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class IntegrationHealthTest {

    private final Rig rig = new Rig(Map.of());
    private UUID integration;

    @BeforeEach
    void connect() {
        integration = rig.connect(rig.alpha, Rig.newNumber(), Map.of());
    }

    @Test
    void marksAnIntegrationWhenAMessageFailsForAReasonOfTheAccount() {
        hear(new DeliveryError("131042", "WhatsApp reports a billing problem of the account"));
        assertThat(status()).isEqualTo("error");
        assertThat(rig.events(rig.alpha)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("integration.updated");
            assertThat(event.fact()).isEqualTo("IntegrationBroken");
            assertThat(event.data()).contains("\"131042\"", integration.toString());
        });
        hear(new DeliveryError("131042", "again"));
        assertThat(rig.events(rig.alpha)).hasSize(1);
    }

    @Test
    void doesNotBlameAnIntegrationForOneCustomer() {
        hear(new DeliveryError("131047", "24-hour window closed, use a template"));
        hear(new DeliveryError("no_channel", "gone"));
        assertThat(status()).isEqualTo("active");
    }

    @Test
    void leavesADisconnectedIntegrationDisconnected() {
        rig.setStatus(rig.alpha, integration, "inactive");
        hear(new DeliveryError("190", "token"));
        assertThat(status()).isEqualTo("inactive");
    }

    @Test
    void canReadTheFactAsTheLogKeepsIt() {
        MessageFailed fact = fact(new DeliveryError("190", "token"));
        assertThat(Json.read(Json.write(fact), MessageFailed.class)).isEqualTo(fact);
    }

    @Test
    void factsSurviveTheLog() {
        IntegrationBroken broken = new IntegrationBroken(
                integration,
                io.flame.messaging.Platform.WHATSAPP,
                IntegrationStatus.ERROR,
                new DeliveryError("190", "x"),
                Instant.EPOCH);
        assertThat(Json.read(Json.write(broken), IntegrationBroken.class)).isEqualTo(broken);
    }

    /** As the dispatcher does it: inside a transaction of the tenant. */
    private void hear(DeliveryError error) {
        rig.database.runInTenant(rig.alpha, tx -> rig.health.on(fact(error)));
    }

    private MessageFailed fact(DeliveryError error) {
        UUID conversation = UUID.randomUUID();
        MessageView view = new MessageView(
                UUID.randomUUID(),
                conversation,
                "hi",
                "agent",
                null,
                "text",
                "failed",
                "{}",
                null,
                Instant.EPOCH,
                null,
                null,
                null,
                error);
        return new MessageFailed(conversation, integration, view, error, Instant.EPOCH);
    }

    private String status() {
        return rig.text(rig.alpha, "SELECT status FROM integrations WHERE id = ?", integration)
                .orElseThrow();
    }
}
