package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.channels.rest.WebhookResource;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.testing.Fixtures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The handshake's refusals; what it answers is a JAX-RS response, seen with the whole server. */
@Tag("servers")
class WebhookResourceTest {

    private static final Rig RIG = Rig.ofProcessSecrets();

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "subscribe,wrong,123",
                "subscribe,none,123",
                "none,flame-verify-token-0003,123",
                "unsubscribe,flame-verify-token-0003,123",
                "subscribe,flame-verify-token-0003,none"
            })
    void refusesAnIncompleteOrWrongHandshake(String mode, String token, String challenge) {
        WebhookResource resource = new WebhookResource(RIG.webhooks());
        assertThatThrownBy(() -> resource.shakeHands("whatsapp", mode, token, challenge))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.FORBIDDEN));
        assertThatThrownBy(() -> resource.shakeHandsOfTenant("acme", "whatsapp", mode, token, challenge))
                .isInstanceOf(Problem.class);
    }

    @Test
    void refusesAWebhookWithoutItsSignature() {
        WebhookResource resource = new WebhookResource(RIG.webhooks());
        byte[] body = Fixtures.bytes("whatsapp/text.json");
        assertThatThrownBy(() -> resource.receive("whatsapp", null, body))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.SIGNATURE_INVALID));
        assertThat(RIG.count(RIG.alpha, "SELECT count(*) FROM messages")).isZero();
    }
}
