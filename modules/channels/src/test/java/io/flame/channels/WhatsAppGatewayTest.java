package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.kernel.Json;
import io.flame.kernel.TenantId;
import io.flame.messaging.MessageType;
import io.flame.messaging.OutboundMessage;
import io.flame.messaging.SendOutcome;
import io.flame.messaging.SendOutcome.Accepted;
import io.flame.messaging.SendOutcome.Deferred;
import io.flame.messaging.SendOutcome.InDoubt;
import io.flame.messaging.SendOutcome.Rejected;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of outcomes, against a provider that does everything a provider can do. */
@Tag("servers")
class WhatsAppGatewayTest {

    private static final String TOKEN = "EAAplanted-access-token-7731";

    /** One tenant for all: every test has an integration of its own. */
    private static final TenantId TENANT = Rig.newTenant();

    private final FakeGraph graph = new FakeGraph();
    private final String number = Rig.newNumber();
    private Rig rig;
    private UUID integration;

    @BeforeEach
    void connect() {
        rig = new Rig(Map.of("GRAPH_BASE_URL", graph.url(), "GRAPH_VERSION", "v25.0"), TENANT);
        integration = rig.connect(rig.alpha, number, Map.of("accessToken", TOKEN));
    }

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void sendsATextTheWayTheProviderWantsIt() {
        OutboundMessage message =
                message(Optional.of("12025550143"), List.of("US.7", "12025550143"), Optional.of("wamid.q"));
        assertThat(send(message)).isEqualTo(new Accepted("wamid.accepted"));
        FakeGraph.Request request = graph.requests().getFirst();
        assertThat(request.method() + " " + request.path()).isEqualTo("POST /v25.0/" + number + "/messages");
        assertThat(request.authorization()).isEqualTo("Bearer " + TOKEN);
        JsonNode body = Json.read(request.body(), JsonNode.class);
        assertThat(body.path("to").asText()).isEqualTo("+12025550143");
        assertThat(body.has("recipient")).isFalse();
        assertThat(body.at("/text/body").asText()).isEqualTo("¡Hola! 👋");
        assertThat(body.at("/text/preview_url").asBoolean(true)).isFalse();
        assertThat(body.at("/context/message_id").asText()).isEqualTo("wamid.q");
        assertThat(body.path("biz_opaque_callback_data").asText())
                .isEqualTo(message.id().toString());
    }

    @Test
    void writesToACustomerWhoHidesTheNumberByUserId() {
        send(message(Optional.empty(), List.of("US.70010020030040050061"), Optional.empty()));
        JsonNode body = Json.read(graph.requests().getFirst().body(), JsonNode.class);
        assertThat(body.path("recipient").asText()).isEqualTo("US.70010020030040050061");
        assertThat(body.has("to")).isFalse();
        assertThat(body.has("context")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            ints = {131047, 131026, 131049, 131050, 130472, 131008, 131009, 100, 33, 131051, 132000, 132001, 131030})
    void givesUpOnPermanentErrors(int code) {
        graph.does(FakeGraph.error(400, code));
        assertThat(send()).isInstanceOfSatisfying(Rejected.class, rejected -> assertThat(
                        rejected.error().code())
                .isEqualTo(Integer.toString(code)));
        assertThat(status()).isEqualTo("active");
    }

    @ParameterizedTest
    @CsvSource({
        "400,4",
        "400,80007",
        "429,130429",
        "400,131048",
        "400,131056",
        "400,133016",
        "500,1",
        "500,2",
        "500,131000",
        "503,131016",
        "500,131057",
        "400,133004"
    })
    void triesTemporaryErrorsAgain(int status, int code) {
        graph.does(FakeGraph.error(status, code));
        assertThat(send()).isInstanceOf(Deferred.class);
        assertThat(status()).isEqualTo("active");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503})
    void waitsAsLongAsItIsToldTo(int status) {
        graph.does(FakeGraph.reply(status, "<html>busy</html>", Map.of("Retry-After", "17")));
        assertThat(send()).isInstanceOfSatisfying(Deferred.class, deferred -> assertThat(deferred.retryAfter())
                .contains(Duration.ofSeconds(17)));
    }

    @ParameterizedTest
    @CsvSource({"401,190", "401,0", "403,10", "403,200", "403,299", "403,131005", "500,3"})
    void stopsTheQueueOfAnIntegrationWhoseTokenIsRefused(int status, int code) {
        graph.does(FakeGraph.error(status, code));
        assertThat(send()).isInstanceOfSatisfying(Deferred.class, deferred -> assertThat(deferred.retryAfter())
                .contains(Duration.ofMinutes(5)));
        assertThat(status()).isEqualTo("error");
        assertThat(rig.events(rig.alpha))
                .anyMatch(event ->
                        event.fact().equals("IntegrationBroken") && event.data().contains(integration.toString()));

        graph.does(FakeGraph.accept("wamid.late"));
        assertThat(send()).isInstanceOf(Deferred.class);
        assertThat(graph.requests()).hasSize(1);

        rig.integrations.connect(rig.alpha, integration);
        assertThat(send()).isEqualTo(new Accepted("wamid.late"));
    }

    @Test
    void marksAnIntegrationThatMayNotSendAtAll() {
        graph.does(FakeGraph.error(403, 131031));
        assertThat(send()).isInstanceOf(Rejected.class);
        assertThat(status()).isEqualTo("error");
        assertThat(rig.text(rig.alpha, "SELECT last_error FROM integrations WHERE id = ?", integration))
                .contains("WhatsApp has locked the account");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "{}",
                "[]",
                "null",
                "{\"messages\":[]}",
                "{\"messages\":[{\"id\":\"\"}]}",
                "{\"messages\":{}}"
            })
    void isInDoubtWhenASuccessHasNoId(String body) {
        graph.does(FakeGraph.reply(200, body));
        assertThat(send()).isInstanceOf(InDoubt.class);
    }

    @Test
    void isInDoubtWhenTheConnectionBreaksAfterSending() {
        graph.does(FakeGraph.hangUp());
        assertThat(send()).isInstanceOf(InDoubt.class);
        assertThat(graph.requests()).hasSize(1);
    }

    @Test
    void isInDoubtAfterAGatewayTimeout() {
        graph.does(FakeGraph.reply(504, "<html>timeout</html>"));
        assertThat(send()).isInstanceOf(InDoubt.class);
    }

    @Test
    void isInDoubtWhenTheAnswerHasNoEnd() {
        graph.does(FakeGraph.reply(200, "x".repeat(70_000)));
        assertThat(send()).isInstanceOf(InDoubt.class);
    }

    @Test
    void triesAgainWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Rig nowhere = new Rig(Map.of("GRAPH_BASE_URL", "http://localhost:" + port), TENANT);
        UUID id = nowhere.connect(nowhere.alpha, Rig.newNumber(), Map.of("accessToken", TOKEN));
        for (int i = 0; i < 5; i++) {
            assertThat(nowhere.gateway.send(nowhere.alpha, message(id)))
                    .isInstanceOfSatisfying(
                            Deferred.class,
                            deferred -> assertThat(deferred.error().code()).isEqualTo("unreachable"));
        }
        assertThat(nowhere.gateway.send(nowhere.alpha, message(id)))
                .isInstanceOfSatisfying(
                        Deferred.class,
                        deferred -> assertThat(deferred.error().code()).isEqualTo("provider_resting"));
    }

    @Test
    void triesAgainWhenTheNameIsUnknown() {
        Rig nowhere = new Rig(Map.of("GRAPH_BASE_URL", "http://graph.invalid"), TENANT);
        UUID id = nowhere.connect(nowhere.alpha, Rig.newNumber(), Map.of("accessToken", TOKEN));
        assertThat(nowhere.gateway.send(nowhere.alpha, message(id))).isInstanceOf(Deferred.class);
    }

    @Test
    void doesNotFollowRedirects() {
        graph.does(FakeGraph.reply(302, "", Map.of("Location", graph.url() + "/elsewhere")));
        assertThat(send()).isInstanceOf(Deferred.class);
        assertThat(graph.requests()).hasSize(1);
    }

    @Test
    void refusesWhatWhatsAppWouldRefuseWithoutAsking() {
        assertThat(send(text("x".repeat(4_097)))).isInstanceOf(Rejected.class);
        assertThat(send(text("😀".repeat(4_096)))).isInstanceOf(Accepted.class);
        assertThat(send(message(Optional.empty(), List.of("somebody"), Optional.empty())))
                .isInstanceOf(Rejected.class);
        assertThat(graph.requests()).hasSize(1);
    }

    @Test
    void sendsNothingThroughADisconnectedIntegration() {
        rig.integrations.disconnect(rig.alpha, integration);
        assertThat(send()).isInstanceOf(Rejected.class);
        assertThat(rig.gateway.send(rig.alpha, message(UUID.randomUUID()))).isInstanceOf(Rejected.class);
        assertThat(rig.gateway.send(rig.beta(), message(integration))).isInstanceOf(Rejected.class);
        assertThat(graph.requests()).isEmpty();
    }

    @Test
    void usesTheProcessesTokenForAnIntegrationWithoutOne() {
        Rig shared =
                new Rig(Map.of("GRAPH_BASE_URL", graph.url(), "WHATSAPP_ACCESS_TOKEN", "EAAprocess-token"), TENANT);
        UUID id = shared.connect(shared.alpha, Rig.newNumber(), Map.of());
        assertThat(shared.gateway.send(shared.alpha, message(id))).isInstanceOf(Accepted.class);
        assertThat(graph.requests().getFirst().authorization()).isEqualTo("Bearer EAAprocess-token");
    }

    private SendOutcome send() {
        return send(message(integration));
    }

    private SendOutcome send(OutboundMessage message) {
        return rig.gateway.send(rig.alpha, message);
    }

    private String status() {
        return rig.text(rig.alpha, "SELECT status FROM integrations WHERE id = ?", integration)
                .orElseThrow();
    }

    private static OutboundMessage message(UUID integration) {
        return message(integration, Optional.of("12025550143"), List.of("12025550143"), Optional.empty(), "¡Hola! 👋");
    }

    private OutboundMessage message(Optional<String> phone, List<String> identities, Optional<String> replyTo) {
        return message(integration, phone, identities, replyTo, "¡Hola! 👋");
    }

    private OutboundMessage text(String content) {
        return message(integration, Optional.of("12025550143"), List.of(), Optional.empty(), content);
    }

    private static OutboundMessage message(
            UUID integration,
            Optional<String> phone,
            List<String> identities,
            Optional<String> replyTo,
            String content) {
        return new OutboundMessage(
                Ids.next(), Ids.next(), integration, identities, phone, MessageType.TEXT, content, "{}", replyTo);
    }
}
