package io.flame.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Json;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactsTest {

    @Test
    void comesBackFromTheLogAsItWentIn() {
        MessageView message = MessageView.queued(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        "Hola 👋",
                        "agent",
                        UUID.randomUUID(),
                        null,
                        Instant.EPOCH)
                .withMetadata("{\"ticket\":{\"id\":7}}");
        MessageFailed fact = new MessageFailed(
                UUID.randomUUID(), null, message, new DeliveryError("131047", "window closed"), Instant.EPOCH);

        assertThat(Json.read(Json.write(fact), MessageFailed.class)).isEqualTo(fact);
    }
}
