package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.LoggedEvent;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.messaging.Platform;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class IntegrationsTest {

    private static final UUID NOBODY = UUID.randomUUID();

    private final FakeGraph graph = new FakeGraph();
    private final Rig rig = new Rig(Map.of("GRAPH_BASE_URL", graph.url()));
    private final Integrations integrations = rig.integrations;
    private final String number = Rig.newNumber();

    @AfterEach
    void close() {
        graph.close();
    }

    @Test
    void storesAnIntegrationAndShowsItsSecretsByTheirLastCharactersOnly() {
        IntegrationView created = create("""
                {"platform":"whatsapp","name":"Main","externalId":"%s","webhookUrl":"https://hooks.example.com/a",
                 "credentials":{"accessToken":"EAAsecret-access-1234","appSecret":"app-secret-5678","verifyToken":"short",
                                "businessId":"200100300400501"},
                 "id":"%s","status":"active","createdAt":"2001-01-01T00:00:00Z"}""".formatted(number, NOBODY));

        assertThat(created.id()).isNotEqualTo(NOBODY);
        assertThat(created.status()).isEqualTo(IntegrationStatus.INACTIVE);
        assertThat(created.createdAt()).isAfter("2020-01-01T00:00:00Z");
        JsonNode shown = Json.read(Json.write(integrations.get(rig.alpha, created.id())), JsonNode.class);
        assertThat(shown.path("credentials")).isEqualTo(Json.read("""
                        {"accessToken":{"set":true,"last4":"1234"},"appSecret":{"set":true,"last4":"5678"},
                         "verifyToken":{"set":true,"last4":null},"businessId":"200100300400501"}""", JsonNode.class));
        assertThat(shown.path("platform").asText()).isEqualTo("whatsapp");
        assertThat(shown.has("version")).isFalse();
        String stored = rig.text(rig.alpha, "SELECT credentials::text FROM integrations WHERE id = ?", created.id())
                .orElseThrow();
        assertThat(stored).doesNotContain("EAAsecret", "app-secret", "short");
    }

    @ParameterizedTest
    @ValueSource(strings = {"phoneNumberId", "phoneId"})
    void takesTheAccountsIdFromAmongTheCredentials(String name) {
        IntegrationView created =
                create("{\"platform\":\"whatsapp\",\"credentials\":{\"" + name + "\":\"" + number + "\"}}");
        assertThat(created.externalId()).isEqualTo(number);
        assertThat(created.name()).isEqualTo("WhatsApp");
    }

    @Test
    void storesTheOtherPlatformsButCannotConnectThemYet() {
        UUID bot = create("{\"platform\":\"telegram\",\"credentials\":{\"botToken\":\"" + number
                        + ":invented-bot-token\",\"secretToken\":\"flame-tg-secret\"}}")
                .id();
        assertThat(integrations.get(rig.alpha, bot).externalId()).isEqualTo(number);
        UUID page = create("{\"platform\":\"facebook\",\"externalId\":\"" + number + "\"}")
                .id();
        UUID chat = create("{\"platform\":\"webchat\"}").id();
        for (UUID id : List.of(bot, page, chat)) {
            refuses(ProblemCode.CONFLICT, () -> integrations.connect(rig.alpha, id));
            assertThat(integrations.status(rig.alpha, id).available()).isFalse();
        }
    }

    @Test
    void refusesAnAccountThatIsTakenAnywhereWithoutSayingByWhom() {
        create(rig.beta(), body());
        assertThatThrownBy(() -> create(body())).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo(ProblemCode.CONFLICT);
            assertThat(problem.detail()).isEqualTo("This account is already connected");
        });
        assertThatThrownBy(() -> create(rig.beta(), body())).hasMessage("This account is already connected");
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM integrations")).isZero();
        assertThat(rig.count(rig.beta(), "SELECT count(*) FROM integrations")).isEqualTo(1);
    }

    @Test
    void finishesACreationThatACrashCutOff() {
        UUID lost = rig.routeStore.reserve(rig.alpha, Platform.WHATSAPP, number, Ids.next());
        refuses(ProblemCode.CONFLICT, () -> create(rig.beta(), body()));
        IntegrationView repaired = create(body());
        assertThat(repaired.id()).isEqualTo(lost);
        assertThat(rig.routes.find(Platform.WHATSAPP, Set.of(number)).get(number))
                .isEqualTo(new RouteRow(rig.alpha, lost));
    }

    @Test
    void letsAnotherTenantHaveAnAccountWhoseCreationNeverEnded() {
        rig.routeStore.reserve(rig.beta(), Platform.WHATSAPP, number, Ids.next());
        rig.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.channel_routes SET created_at = now() - interval '61 seconds' WHERE external_id = ?",
                number));
        UUID id = create(body()).id();
        assertThat(rig.routes.find(Platform.WHATSAPP, Set.of(number)).get(number))
                .isEqualTo(new RouteRow(rig.alpha, id));
    }

    @Test
    void putsRoutesRightThatACrashHasLost() {
        UUID id = create(body()).id();
        rig.routeStore.remove(rig.alpha, id);
        rig.routes.forget(Platform.WHATSAPP, number);
        integrations.connect(rig.alpha, id);
        assertThat(rig.routes.find(Platform.WHATSAPP, Set.of(number))).hasSize(1);
    }

    @Test
    void opensNoSecretThatWasMovedToAnotherFieldIntegrationOrTenant() {
        UUID id = create(body()).id();
        UUID sibling = create(body(Rig.newNumber(), "EAAsibling-token-1234")).id();
        UUID foreign = create(rig.beta(), body(Rig.newNumber(), "EAAforeign-token-1234"))
                .id();
        String stolen = rig.text(rig.alpha, "SELECT credentials::text FROM integrations WHERE id = ?", id)
                .orElseThrow();

        plant(rig.alpha, sibling, stolen);
        plant(rig.beta(), foreign, stolen);
        plant(rig.alpha, id, stolen.replace("accessToken", "appSecret"));

        assertThat(rig.accounts.load(rig.alpha, sibling).orElseThrow().credentials())
                .isEmpty();
        assertThat(rig.accounts.load(rig.beta(), foreign).orElseThrow().credentials())
                .isEmpty();
        assertThat(rig.accounts.load(rig.alpha, id).orElseThrow().credentials()).isEmpty();
        plant(rig.alpha, id, stolen);
        assertThat(rig.accounts.load(rig.alpha, id).orElseThrow().credentials())
                .containsEntry("accessToken", "EAAgood-token-1234");
    }

    private void plant(io.flame.kernel.TenantId tenant, UUID id, String credentials) {
        rig.database.runInTenant(
                tenant,
                tx -> tx.update("UPDATE integrations SET credentials = ?::jsonb WHERE id = ?", credentials, id));
    }

    @Test
    void changesOnlyWhatIsNamed() {
        UUID id = create("""
                {"platform":"whatsapp","name":"Main","externalId":"%s","webhookUrl":"https://hooks.example.com/a",
                 "credentials":{"accessToken":"EAAsecret-access-1234","appSecret":"app-secret-5678"}}""".formatted(number)).id();
        IntegrationView changed =
                update(id, "{\"name\":\"Second\",\"credentials\":{\"appSecret\":\"new-app-secret-9999\"}}");
        assertThat(changed.name()).isEqualTo("Second");
        assertThat(changed.webhookUrl()).isEqualTo("https://hooks.example.com/a");
        assertThat(rig.accounts.load(rig.alpha, id).orElseThrow().credentials())
                .containsEntry("accessToken", "EAAsecret-access-1234")
                .containsEntry("appSecret", "new-app-secret-9999");
        IntegrationView cleared = update(id, "{\"webhookUrl\":null,\"credentials\":{\"appSecret\":null}}");
        assertThat(cleared.webhookUrl()).isNull();
        assertThat(cleared.credentials()).containsEntry("appSecret", new IntegrationView.Secret(false, null));
    }

    @Test
    void movesToAnotherNumberAndFreesTheOldOne() {
        UUID id = create(body()).id();
        String other = Rig.newNumber();
        update(id, "{\"externalId\":\"" + other + "\"}");
        assertThat(rig.routes.find(Platform.WHATSAPP, Set.of(number, other)))
                .containsOnly(Map.entry(other, new RouteRow(rig.alpha, id)));
        create(rig.beta(), body());
        refuses(ProblemCode.CONFLICT, () -> update(id, "{\"externalId\":\"" + number + "\"}"));
        assertThat(integrations.get(rig.alpha, id).externalId()).isEqualTo(other);
    }

    @Test
    void staysWithItsPlatform() {
        UUID id = create(body()).id();
        refuses(ProblemCode.INVALID, () -> update(id, "{\"platform\":\"facebook\"}"));
    }

    @Test
    void refusesAStaleChange() {
        IntegrationView first = create(body());
        IntegrationView second =
                integrations.update(rig.alpha, first.id(), IfMatch.version(first.version()), json("{\"name\":\"A\"}"));
        assertThat(second.version()).isGreaterThan(first.version());
        refuses(
                ProblemCode.PRECONDITION_FAILED,
                () -> integrations.update(
                        rig.alpha, first.id(), IfMatch.version(first.version()), json("{\"name\":\"B\"}")));
        assertThat(integrations.get(rig.alpha, first.id()).name()).isEqualTo("A");
    }

    @Test
    void connectsWithATokenTheProviderAcceptsAndTells() {
        UUID id = create("{\"platform\":\"whatsapp\",\"externalId\":\"" + number
                        + "\",\"credentials\":{\"accessToken\":\"EAAgood-token-1234\"}}")
                .id();
        IntegrationView connected = integrations.connect(rig.alpha, id);
        assertThat(connected.status()).isEqualTo(IntegrationStatus.ACTIVE);
        assertThat(connected.lastSync()).isNotNull();
        assertThat(integrations.status(rig.alpha, id).connected()).isTrue();
        assertThat(graph.requests().getFirst().path()).isEqualTo("/v25.0/" + number);
        integrations.disconnect(rig.alpha, id);
        assertThat(integrations.status(rig.alpha, id).connected()).isFalse();
        assertThat(rig.events(rig.alpha))
                .extracting(LoggedEvent::fact)
                .containsExactly("ChannelConnected", "ChannelDisconnected");
    }

    @Test
    void doesNotConnectWithATokenTheProviderRefuses() {
        UUID id = create("{\"platform\":\"whatsapp\",\"externalId\":\"" + number
                        + "\",\"credentials\":{\"accessToken\":\"EAAbad-token-1234\"}}")
                .id();
        graph.does(FakeGraph.error(401, 190));
        refuses(ProblemCode.CONFLICT, () -> integrations.connect(rig.alpha, id));
        assertThat(integrations.status(rig.alpha, id).status()).isEqualTo(IntegrationStatus.ERROR);
        assertThat(integrations.status(rig.alpha, id).lastError()).contains("access token");
        graph.does(FakeGraph.reply(404, "{\"error\":{\"code\":100}}"));
        assertThat(integrations.connect(rig.alpha, id).status()).isEqualTo(IntegrationStatus.ACTIVE);
        graph.does(FakeGraph.reply(503, ""));
        refuses(ProblemCode.UNAVAILABLE, () -> integrations.connect(rig.alpha, id));
        assertThat(integrations.status(rig.alpha, id).connected()).isTrue();
    }

    @Test
    void needsATokenToConnect() {
        UUID id = create(body()).id();
        UUID other = create(rig.beta(), "{\"platform\":\"whatsapp\",\"externalId\":\"" + Rig.newNumber() + "\"}")
                .id();
        refuses(ProblemCode.CONFLICT, () -> new Rig(Map.of()).integrations.connect(rig.beta(), other));
        assertThat(integrations.get(rig.alpha, id).status()).isEqualTo(IntegrationStatus.INACTIVE);
    }

    @Test
    void deletesAndFreesTheAccount() {
        UUID id = create(body()).id();
        integrations.delete(rig.alpha, id);
        refuses(ProblemCode.NOT_FOUND, () -> integrations.get(rig.alpha, id));
        refuses(ProblemCode.NOT_FOUND, () -> integrations.delete(rig.alpha, id));
        assertThat(rig.routes.find(Platform.WHATSAPP, Set.of(number))).isEmpty();
        create(rig.beta(), body());
    }

    @Test
    void knowsAForeignIdAsLittleAsOneThatNeverExisted() {
        UUID foreign = create(rig.beta(), body()).id();
        for (UUID id : List.of(foreign, UUID.randomUUID())) {
            List<ThrowingCallable> calls = List.of(
                    () -> integrations.get(rig.alpha, id),
                    () -> integrations.status(rig.alpha, id),
                    () -> update(id, "{\"name\":\"Mine\"}"),
                    () -> integrations.delete(rig.alpha, id),
                    () -> integrations.connect(rig.alpha, id),
                    () -> integrations.disconnect(rig.alpha, id));
            calls.forEach(call -> assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND);
                assertThat(problem.detail()).isEqualTo(Problem.notFound().detail());
            }));
        }
        assertThat(integrations.get(rig.beta(), foreign).name()).isEqualTo("WhatsApp");
        assertThat(rig.routes.find(Platform.WHATSAPP, Set.of(number))).hasSize(1);
    }

    @Test
    void listsByCursorAndByPage() {
        for (int i = 0; i < 5; i++) {
            create("{\"platform\":\"webchat\",\"name\":\"Chat " + i + "\"}");
        }
        create(rig.beta(), body());
        IntegrationList list = new IntegrationList(rig.database, rig.store);
        Set<UUID> seen = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<IntegrationView> page = list.list(rig.alpha, PageRequest.of("2", cursor.orElse(null), null, 50));
            page.data().forEach(each -> assertThat(seen.add(each.id())).isTrue());
            cursor = Optional.ofNullable(page.next());
        } while (cursor.isPresent());
        assertThat(seen).hasSize(5);
        Page<IntegrationView> last = list.list(rig.alpha, PageRequest.of("2", null, "3", 50));
        assertThat(last.data()).extracting(IntegrationView::name).containsExactly("Chat 4");
        assertThat(last.total()).isEqualTo(5);
        for (String forged : List.of(
                PageRequest.cursor("x", "y"),
                PageRequest.cursor("2026-01-01T00:00:00Z"),
                PageRequest.cursor("2026-01-01T00:00:00Z", "y"))) {
            refuses(ProblemCode.INVALID_CURSOR, () -> list.list(rig.alpha, PageRequest.of("2", forged, null, 50)));
        }
        assertThat(list.list(
                                rig.alpha,
                                PageRequest.of(
                                        null, PageRequest.cursor("+999999999-01-01T00:00:00Z", NOBODY), null, 50))
                        .data())
                .isEmpty();
    }

    private String body() {
        return body(number, "EAAgood-token-1234");
    }

    private static String body(String externalId, String accessToken) {
        return "{\"platform\":\"whatsapp\",\"externalId\":\"" + externalId + "\",\"credentials\":{\"accessToken\":\""
                + accessToken + "\"}}";
    }

    private IntegrationView create(String body) {
        return create(rig.alpha, body);
    }

    private IntegrationView create(io.flame.kernel.TenantId tenant, String body) {
        return integrations.create(tenant, NOBODY, json(body));
    }

    private IntegrationView update(UUID id, String body) {
        return integrations.update(rig.alpha, id, IfMatch.anything(), json(body));
    }

    private static JsonNode json(String body) {
        return Json.read(body, JsonNode.class);
    }

    private static void refuses(ProblemCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.code())
                .isEqualTo(code));
    }
}
