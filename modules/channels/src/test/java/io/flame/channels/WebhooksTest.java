package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.messaging.InboundEvent;
import io.flame.messaging.Platform;
import io.flame.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Webhooks over a real database: what is stored, for whom, and what is refused. */
@Tag("servers")
class WebhooksTest {

    private static final String MESSAGES = "SELECT count(*) FROM messages";

    @Test
    void storesATextForTheTenantOfTheNumber() {
        Rig rig = rigOfFixtures();
        rig.webhooks().receive(Rig.fixture("text.json"));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(1);
        assertThat(rig.count(rig.beta(), MESSAGES)).isZero();
        assertThat(rig.text(rig.alpha, "SELECT content FROM messages"))
                .contains("Hi, is the 18:30 table for four still free?");
        assertThat(rig.text(rig.alpha, "SELECT name FROM contacts")).contains("Mara Lindqvist");
    }

    @Test
    void takesEveryFixtureAnyNumberOfTimesAtOnce() throws Exception {
        Rig rig = rigOfFixtures();
        Webhooks webhooks = rig.webhooks();
        List<String> readable = Fixtures.of("whatsapp").stream()
                .filter(name -> name.endsWith(".json"))
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Void>> calls = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                readable.forEach(name -> calls.add(() -> {
                    webhooks.receive(Rig.request(Fixtures.bytes(name), Fixtures.signature(name)));
                    return null;
                }));
            }
            for (Future<Void> call : threads.invokeAll(calls)) {
                call.get();
            }
        }
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(23);
        assertThat(rig.count(rig.beta(), MESSAGES)).isEqualTo(1);
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM contacts")).isEqualTo(3);
        assertThat(rig.count(rig.beta(), "SELECT count(*) FROM contacts")).isEqualTo(1);
        assertThat(rig.count(rig.alpha, "SELECT count(*) FROM attachments")).isEqualTo(7);
    }

    @Test
    void sharesABatchOutAmongTenantsAndSkipsAnUnknownNumber() {
        Rig rig = rigOfFixtures();
        rig.webhooks().receive(Rig.fixture("batch-two-tenants.json"));
        rig.webhooks().receive(Rig.fixture("batch-two-tenants.json"));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(2);
        assertThat(rig.text(rig.beta(), "SELECT content FROM messages")).contains("Same person, other business");
        assertThat(rig.count(rig.beta(), MESSAGES)).isEqualTo(1);
        assertThat(rig.quarantined("unknown_account", "Number that no tenant has connected"))
                .isEqualTo(1);
        assertThat(rig.quarantine.seen()).isEqualTo(2);
    }

    @Test
    void refusesAWrongOrMissingSignatureAndStoresNothing() {
        Rig rig = rigOfFixtures();
        byte[] body = Fixtures.bytes("whatsapp/text.json");
        refuses(rig, Rig.request(body, Rig.sign(body, "guessed")), ProblemCode.SIGNATURE_INVALID);
        refuses(rig, Rig.request(body, "sha256="), ProblemCode.SIGNATURE_INVALID);
        refuses(
                rig,
                new WebhookRequest(Platform.WHATSAPP, Optional.empty(), Optional.empty(), body),
                ProblemCode.SIGNATURE_INVALID);
        assertThat(rig.count(rig.alpha, MESSAGES)).isZero();
        assertThat(rig.quarantine.seen()).isZero();
    }

    @Test
    void acceptsAnIntegrationsOwnSecretForItsOwnPartAlone() {
        Rig rig = new Rig(Map.of());
        String own = Rig.newNumber();
        String shared = Rig.newNumber();
        rig.connect(rig.alpha, own, Map.of("appSecret", "alphas-own-app-secret"));
        rig.connect(rig.beta(), shared, Map.of("appSecret", "betas-own-app-secret"));
        byte[] body = bytes("{\"object\":\"whatsapp_business_account\",\"entry\":["
                + Samples.entry(own, messages("wamid.own", "for alpha")) + ","
                + Samples.entry(shared, messages("wamid.forged", "forged for beta")) + "]}");

        rig.webhooks().receive(Rig.request(body, Rig.sign(body, "alphas-own-app-secret")));

        assertThat(rig.text(rig.alpha, "SELECT content FROM messages")).contains("for alpha");
        assertThat(rig.count(rig.beta(), MESSAGES)).isZero();
        assertThat(rig.quarantined("signature_of_another", shared)).isEqualTo(1);
    }

    @Test
    void acceptsNothingForAnIntegrationWithoutASecretUnlessTheProcessHasOne() {
        Rig rig = new Rig(Map.of());
        String number = Rig.newNumber();
        rig.connect(rig.alpha, number, Map.of());
        byte[] body = bytes(Samples.webhook(number, messages("wamid.1", "hi")));
        refuses(rig, Rig.request(body, Rig.sign(body, "x")), ProblemCode.SIGNATURE_INVALID);
        assertThat(rig.count(rig.alpha, MESSAGES)).isZero();
    }

    @Test
    void fallsBackToFacebooksAppSecret() {
        Rig rig = new Rig(Map.of("FACEBOOK_APP_SECRET", Fixtures.APP_SECRET));
        rig.connect(rig.alpha, Rig.ALPHA_NUMBER, Map.of());
        rig.webhooks().receive(Rig.fixture("text.json"));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(1);
    }

    @Test
    void acceptsInTheTenantsOwnAddressOnlyItsOwnNumbers() {
        Rig rig = rigOfFixtures();
        WebhookRequest batch = Rig.fixture("batch-two-tenants.json");
        rig.webhooks()
                .receive(new WebhookRequest(
                        batch.platform(), Optional.of(rig.beta().slug()), batch.signature(), batch.body()));
        assertThat(rig.count(rig.alpha, MESSAGES)).isZero();
        assertThat(rig.count(rig.beta(), MESSAGES)).isEqualTo(1);
        assertThat(rig.quarantined("other_tenants_account", "First of a batch")).isEqualTo(1);
    }

    @Test
    void storesForAnIntegrationThatIsNotActive() {
        Rig rig = rigOfFixtures();
        UUID id = UUID.fromString(
                rig.text(rig.alpha, "SELECT id::text FROM integrations").orElseThrow());
        rig.setStatus(rig.alpha, id, "inactive");
        rig.webhooks().receive(Rig.fixture("text.json"));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(1);
    }

    @Test
    void keepsSignedNonsenseInQuarantineAndAnswersThatItIsMalformed() {
        Rig rig = rigOfFixtures();
        refuses(rig, Rig.fixture("malformed.txt"), ProblemCode.MALFORMED_JSON);
        assertThat(rig.quarantined("malformed_json", "wamid.TRUNC")).isEqualTo(1);
        for (String nonsense : List.of("", "{\"a\":1,\"a\":2}", "[".repeat(1_001), "{\"n\":NaN}", "{} {}")) {
            byte[] body = bytes(nonsense);
            refuses(rig, Rig.request(body, Rig.sign(body, Fixtures.APP_SECRET)), ProblemCode.MALFORMED_JSON);
        }
    }

    @Test
    void doesNotReadUnsignedNonsense() {
        Rig rig = rigOfFixtures();
        byte[] body = bytes("{\"broken");
        refuses(rig, Rig.request(body, Rig.sign(body, "guessed")), ProblemCode.SIGNATURE_INVALID);
        assertThat(rig.quarantine.seen()).isZero();
    }

    @Test
    void ignoresAnotherObject() {
        Rig rig = rigOfFixtures();
        rig.webhooks().receive(Rig.fixture("wrong-object.json"));
        assertThat(rig.count(rig.alpha, MESSAGES)).isZero();
        assertThat(rig.quarantined("wrong_object", "permissions")).isEqualTo(1);
    }

    @Test
    void storesTextThatADatabaseCannotTake() {
        Rig rig = rigOfFixtures();
        String value =
                "\"messages\":[{\"from\":\"12025550143\",\"id\":\"wamid.nul\\u0000\",\"type\":\"text\",\"text\":{\"body\":"
                        + "\"a\\u0000b\\ud83d\"}},{\"from\":\"12025550143\",\"id\":\"wamid.holo\",\"type\":\"holo\\u0000gram\","
                        + "\"x\":\"\\ud83d\\u0000\"}]";
        byte[] body = bytes(Samples.webhook(Rig.ALPHA_NUMBER, value));
        rig.webhooks().receive(Rig.request(body, Rig.sign(body, Fixtures.APP_SECRET)));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(2);
        assertThat(rig.text(rig.alpha, "SELECT content FROM messages WHERE type = 'text'"))
                .contains("a\uFFFDb\uFFFD");
        assertThat(rig.text(rig.alpha, "SELECT metadata ->> 'raw' FROM messages WHERE type = 'unsupported'")
                        .orElseThrow())
                .contains("\\uD83D\\u0000");
    }

    @Test
    void keepsAPoisonousMessageAsideAndStoresTheRest() {
        Rig rig = rigOfFixtures();
        BiConsumer<TenantId, List<? extends InboundEvent>> picky = (tenant, events) -> {
            if (events.stream().anyMatch(event -> event.toString().contains("poison"))) {
                throw new IllegalStateException("cannot store this");
            }
            rig.inbox.receive(tenant, events);
        };
        byte[] body = bytes(Samples.webhook(
                Rig.ALPHA_NUMBER,
                "\"messages\":[" + Samples.textMessage("wamid.1", "12025550143", "before") + ","
                        + Samples.textMessage("wamid.2", "12025550143", "poison") + ","
                        + Samples.textMessage("wamid.3", "12025550143", "after") + "]"));
        rig.webhooks(new InboundDelivery(picky, rig.quarantine))
                .receive(Rig.request(body, Rig.sign(body, Fixtures.APP_SECRET)));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(2);
        assertThat(rig.quarantined("not_stored:" + rig.alpha, "poison")).isEqualTo(1);
        assertThat(quarantinedOf(rig)).isEqualTo(1);
    }

    @Test
    void forgetsWhatNobodyHasLookedAtForAMonth() {
        Rig rig = rigOfFixtures();
        rig.quarantine.keepWhole(Platform.WHATSAPP, rig.alpha, "x", bytes("old " + rig.alpha));
        rig.quarantine.keepWhole(Platform.WHATSAPP, rig.alpha, "x", bytes("new " + rig.alpha));
        rig.database.runInPlatform(tx -> {
            tx.update("UPDATE flame.quarantine SET received_at = now() - interval '31 days' WHERE body = ?", (Object)
                    bytes("old " + rig.alpha));
            new QuarantineExpiry().remove(tx, Instant.now());
        });

        assertThat(quarantinedOf(rig)).isEqualTo(1);
    }

    private static long quarantinedOf(Rig rig) {
        return rig.database.inPlatform(tx -> tx.queryOne(
                        "SELECT count(*) FROM flame.quarantine WHERE tenant = ?",
                        row -> row.getLong(1),
                        rig.alpha.slug())
                .orElseThrow());
    }

    @Test
    void asksForARepeatWhenADatabaseIsDownYetServesTheOthers() {
        Rig rig = rigOfFixtures();
        BiConsumer<TenantId, List<? extends InboundEvent>> halfDown = (tenant, events) -> {
            if (tenant.equals(rig.alpha)) {
                throw Problem.unavailable("The database is not available", Duration.ofSeconds(2), null);
            }
            rig.inbox.receive(tenant, events);
        };
        Webhooks webhooks = rig.webhooks(new InboundDelivery(halfDown, rig.quarantine));
        assertThatThrownBy(() -> webhooks.receive(Rig.fixture("batch-two-tenants.json")))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThat(rig.count(rig.beta(), MESSAGES)).isEqualTo(1);
    }

    @Test
    void keepsWhatATenantWithoutASchemaWouldHaveGot() {
        Rig rig = rigOfFixtures();
        String orphan = Rig.newNumber();
        String gone = "x" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        rig.database.runInPlatform(tx -> {
            tx.update("INSERT INTO flame.tenants (slug, name) VALUES (?, 'No schema')", gone);
            tx.update(
                    "INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES ('whatsapp', ?, ?, ?)",
                    orphan,
                    gone,
                    UUID.randomUUID());
        });
        byte[] body = bytes("{\"object\":\"whatsapp_business_account\",\"entry\":["
                + Samples.entry(orphan, messages("wamid.o", "for a tenant that is gone")) + ","
                + Samples.entry(Rig.ALPHA_NUMBER, messages("wamid.a", "for alpha")) + "]}");
        rig.webhooks().receive(Rig.request(body, Rig.sign(body, Fixtures.APP_SECRET)));
        assertThat(rig.text(rig.alpha, "SELECT content FROM messages")).contains("for alpha");
        assertThat(rig.quarantined("not_stored:" + gone, "for a tenant that is gone"))
                .isEqualTo(1);
    }

    @Test
    void refusesABodyThatIsTooLarge() {
        Rig rig = rigOfFixtures();
        refuses(rig, Rig.request(new byte[4 * 1024 * 1024 + 1], "sha256="), ProblemCode.BODY_TOO_LARGE);
    }

    @Test
    void takesABatchOfThreeMegabytes() {
        Rig rig = rigOfFixtures();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            all.add(Samples.textMessage("wamid.big" + i, "12025550143", "word".repeat(1_024)));
        }
        byte[] body = bytes(Samples.webhook(Rig.ALPHA_NUMBER, "\"messages\":[" + String.join(",", all) + "]"));
        rig.webhooks().receive(Rig.request(body, Rig.sign(body, Fixtures.APP_SECRET)));
        assertThat(rig.count(rig.alpha, MESSAGES)).isEqualTo(700);
    }

    @Test
    void knowsTheVerifyTokenOfTheProcessAndOfEachIntegration() {
        Rig rig = Rig.ofProcessSecrets();
        Webhooks webhooks = rig.webhooks();
        rig.connect(rig.alpha, Rig.newNumber(), Map.of("verifyToken", "shared-verify-token-1"));
        rig.connect(rig.beta(), Rig.newNumber(), Map.of("verifyToken", "shared-verify-token-1"));
        rig.connect(rig.beta(), Rig.newNumber(), Map.of("verifyToken", "betas-verify-token-2"));
        Optional<String> anywhere = Optional.empty();
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, anywhere, Fixtures.VERIFY_TOKEN))
                .isTrue();
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, anywhere, "shared-verify-token-1"))
                .isTrue();
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, anywhere, "betas-verify-token-2"))
                .isTrue();
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, anywhere, "betas-verify-token"))
                .isFalse();
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, anywhere, "")).isFalse();
        Optional<String> alpha = Optional.of(rig.alpha.slug());
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, alpha, "shared-verify-token-1"))
                .isTrue();
        assertThat(webhooks.isVerifyToken(Platform.WHATSAPP, alpha, "betas-verify-token-2"))
                .isFalse();
    }

    private static Rig rigOfFixtures() {
        Rig rig = Rig.ofProcessSecrets();
        rig.connect(rig.alpha, Rig.ALPHA_NUMBER, Map.of());
        rig.connect(rig.beta(), Rig.BETA_NUMBER, Map.of());
        rig.database.runInPlatform(tx -> tx.update("DELETE FROM flame.quarantine"));
        return rig;
    }

    private static void refuses(Rig rig, WebhookRequest request, ProblemCode code) {
        assertThatThrownBy(() -> rig.webhooks().receive(request))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static String messages(String id, String text) {
        return "\"messages\":[" + Samples.textMessage(id, "12025550143", text) + "]";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
