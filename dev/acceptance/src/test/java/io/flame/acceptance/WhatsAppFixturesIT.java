package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every payload of the providers' test set has the effect that the channel notes say, also when it comes five times. */
class WhatsAppFixturesIT {

    private static final String MARA = "12025550143";
    private static final String TOM = "447700900182";
    private static final String OUT1 = "wamid.HBgLMTIwMjU1NTAxNDMVAgARGBI2Nzc2MTI4Mjg3RUYyQ0I4RUEA";
    private static final String OUT2 = "wamid.HBgLMTIwMjU1NTAxNDMVAgARGBJCQjYxOTE3MjcxOUQxODMwNTMA";
    private static final String OUT3 = "wamid.HBgMNDQ3NzAwOTAwMTgyFQIAERgSRDA1NUI1RTJDNDIyNUJBMDY1AA==";
    private static final String OUTB = "wamid.HBgMNDQ3NzAwOTAwMTgyFQIAERgSMzY3MDBGNTY4MzNGNDUwNkJDAA==";

    private static Business alpha;
    private static Business beta;

    @BeforeAll
    static void twoBusinesses() {
        alpha = Installation.shared().open().withNumber("300200100900801").withAssistant();
        beta = Installation.shared().open().withNumber("300200100900802").withAssistant();
    }

    @BeforeEach
    void emptyInboxes() {
        Installation.shared().twin().forget();
        for (Business business : List.of(alpha, beta)) {
            await().ignoreExceptions().untilAsserted(() -> empty(business.schema()));
        }
    }

    /** The node may still be at work on rows of the test before, and one of the two loses the deadlock. */
    private static void empty(String schema) {
        Installation.shared()
                .sql(
                        "TRUNCATE %1$s.contacts, %1$s.conversations, %1$s.messages, %1$s.events, %1$s.early_statuses CASCADE"
                                .formatted(schema));
    }

    @Test
    void text() {
        fiveTimes("text.json");

        JsonNode conversation = alpha.onlyConversation();
        assertThat(conversation.get("contactName").asText()).isEqualTo("Mara Lindqvist");
        assertThat(conversation.get("contactPhone").asText()).isEqualTo(MARA);
        assertThat(onlyIn().get("createdAt").asText()).isEqualTo("2026-11-02T09:00:00Z");
        assertThat(onlyIn().get("content").asText()).isEqualTo("Hi, is the 18:30 table for four still free?");
        assertThat(Installation.shared()
                        .sql("SELECT identity FROM %s.contact_identities ORDER BY 1".formatted(alpha.schema())))
                .containsExactly(MARA, "US.70010020030040050061");
        repliesOnce(alpha, MARA);
    }

    @Test
    void textEmojiRtl() {
        fiveTimes("text-emoji-rtl.json");

        String content = onlyIn().get("content").asText();
        assertThat(content.codePointCount(0, content.length())).isEqualTo(140);
        assertThat(sha256(content)).isEqualTo("c0f7359090d053093dd8b4dec9c4d7e72a8c9c9f3a0df5703250e78f4aec4da3");
    }

    @Test
    void refusesASignatureOverReserializedText() throws Exception {
        String reserialized = Answer.JSON
                .readTree(Fixtures.bytes("whatsapp/text-emoji-rtl.json"))
                .toString();
        Answer answer = alpha.post(
                reserialized.getBytes(StandardCharsets.UTF_8), Fixtures.signature("whatsapp/text-emoji-rtl.json"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(alpha.conversations()).isEmpty();
    }

    @Test
    void text4096() {
        fiveTimes("text-4096.json");

        String content = onlyIn().get("content").asText();
        assertThat(content).hasSize(4_096).endsWith("|END4096");
        assertThat(sha256(content)).isEqualTo("c63c81d45cff7885777b50b5ae12fd2b9f0cd631e3516fc8c631abee12392356");
    }

    @Test
    void image() {
        fiveTimes("image.json");

        assertThat(onlyIn().get("type").asText()).isEqualTo("image");
        assertThat(onlyIn().get("content").asText()).isEqualTo("It arrived broken, see the corner");
        assertThat(attachments("provider_media_id, mime_type")).containsExactly("1480002940979957|image/jpeg");
    }

    @Test
    void audioVoice() {
        fiveTimes("audio-voice.json");

        assertThat(alpha.onlyConversation().get("contactName").asText()).isEqualTo("Tom Okafor");
        assertThat(onlyIn().get("type").asText()).isEqualTo("audio");
        assertThat(onlyIn().at("/metadata/voice").asBoolean()).isTrue();
        assertThat(attachments("1")).hasSize(1);
    }

    @Test
    void mediaBatch() {
        fiveTimes("media-batch-video-document-sticker.json");

        List<JsonNode> in = alpha.incoming();
        assertThat(in).extracting(each -> each.get("type").asText()).containsExactly("video", "file", "sticker");
        assertThat(in.get(0).at("/metadata/forwarded").asBoolean()).isTrue();
        assertThat(in.get(2).at("/metadata/sticker/animated").asBoolean()).isTrue();
        assertThat(attachments("file_name").stream().filter("Счёт №7 (final).pdf"::equals))
                .hasSize(1);
        assertThat(attachments("1")).hasSize(3);
        assertThat(alpha.conversations()).hasSize(1);
    }

    @Test
    void location() {
        fiveTimes("location.json");

        assertThat(onlyIn().get("type").asText()).isEqualTo("location");
        assertThat(onlyIn().at("/metadata/location/latitude").asDouble()).isEqualTo(25.197197);
        assertThat(onlyIn().at("/metadata/location/longitude").asDouble()).isEqualTo(55.274376);
        assertThat(onlyIn().at("/metadata/location/name").asText()).isNotEmpty();
        assertThat(onlyIn().at("/metadata/location/address").asText()).isNotEmpty();
        assertThat(onlyIn().at("/metadata/location/url").asText()).isNotEmpty();
    }

    @Test
    void contacts() {
        fiveTimes("contacts.json");

        assertThat(onlyIn().get("type").asText()).isEqualTo("contacts");
        assertThat(onlyIn().at("/metadata/contacts")).hasSize(2);
        assertThat(alpha.count("contacts")).isEqualTo(1);
    }

    @Test
    void reaction() {
        sent(alpha, MARA, "US.70010020030040050061", OUT1);
        fiveTimes("reaction.json");

        assertThat(metadata(alpha, OUT1)).doesNotContain("emoji");
        assertThat(alpha.incoming()).isEmpty();
        assertThat(alpha.count("decisions")).isZero();
    }

    @Test
    void interactiveButtonReply() {
        String out1 = sent(alpha, MARA, "US.70010020030040050061", OUT1);
        fiveTimes("interactive-button-reply.json");

        assertThat(onlyIn().get("content").asText()).isEqualTo("Confirm");
        assertThat(onlyIn().at("/metadata/interactive/id").asText()).isEqualTo("confirm:booking:7781");
        assertThat(onlyIn().get("inReplyTo").asText()).isEqualTo(out1);
    }

    @Test
    void interactiveListReply() {
        String out1 = sent(alpha, MARA, "US.70010020030040050061", OUT1);
        fiveTimes("interactive-list-reply.json");

        assertThat(onlyIn().get("content").asText()).isEqualTo("19:30");
        assertThat(onlyIn().at("/metadata/interactive/id").asText()).isEqualTo("slot_1930");
        assertThat(onlyIn().at("/metadata/interactive/description").asText()).isEqualTo("Window table, 2 hours");
        assertThat(onlyIn().get("inReplyTo").asText()).isEqualTo(out1);
    }

    @Test
    void statusDelivered() {
        sent(alpha, MARA, "US.70010020030040050061", OUT1);
        fiveTimes("status-delivered.json");

        assertThat(state(alpha, OUT1, "delivered_at")).isEqualTo("delivered|2026-11-02 09:00:25+00");
        assertThat(alpha.incoming()).isEmpty();
    }

    @Test
    void statusFailed() {
        sent(alpha, TOM, "GB.70010020030040050062", OUT3);
        fiveTimes("status-failed-131047.json");

        assertThat(state(alpha, OUT3, "error_code")).isEqualTo("failed|131047");
        assertThat(state(alpha, OUT3, "error_message")).contains("24-hour window closed, use a template");
        assertThat(alpha.sentTo(TOM)).isEmpty();
    }

    @Test
    void statusesOutOfOrder() {
        sent(alpha, MARA, "US.70010020030040050061", OUT2);
        fiveTimes("statuses-out-of-order.json");

        assertThat(state(alpha, OUT2, "read_at")).isEqualTo("read|2026-11-02 09:00:49+00");
        assertThat(state(alpha, OUT2, "delivered_at")).isEqualTo("read|2026-11-02 09:00:45+00");
        assertThat(state(alpha, OUT2, "sent_at")).isEqualTo("read|2026-11-02 09:00:41+00");
    }

    @Test
    void batchTwoTenants() {
        sent(alpha, MARA, "US.70010020030040050061", OUT1);
        sent(beta, TOM, "GB.70010020030040050062", OUTB);
        fiveTimes("batch-two-tenants.json");

        assertThat(alpha.incoming())
                .extracting(each -> each.get("content").asText())
                .containsExactlyInAnyOrder("First of a batch", "Second of a batch, other customer");
        assertThat(beta.incoming())
                .extracting(each -> each.get("content").asText())
                .containsExactly("Same person, other business");
        assertThat(state(alpha, OUT1, "1")).startsWith("read");
        assertThat(state(beta, OUTB, "1")).startsWith("sent");
    }

    @Test
    void textDuplicateDelivery() {
        fiveTimes("text.json");
        repliesOnce(alpha, MARA);
        fiveTimes("text-duplicate-delivery.json");

        assertThat(alpha.incoming())
                .extracting(each -> each.get("content").asText())
                .containsExactly("Hi, is the 18:30 table for four still free?", "Hello? Anyone there?");
        await().untilAsserted(() -> assertThat(replies(alpha)).isEqualTo(2));
    }

    @Test
    void textDuplicateDeliveryFirst() {
        fiveTimes("text-duplicate-delivery.json");
        fiveTimes("text.json");

        assertThat(alpha.incoming()).hasSize(2);
        repliesOnce(alpha, MARA);
    }

    @Test
    void unknownType() {
        fiveTimes("unknown-type.json");

        assertThat(alpha.incoming())
                .hasSize(3)
                .allSatisfy(each -> {
                    assertThat(each.get("type").asText()).isEqualTo("unsupported");
                    assertThat(each.get("content").asText()).isNotBlank();
                })
                .last()
                .satisfies(each -> assertThat(each.get("metadata").toString()).contains("4411"));
        await().untilAsserted(() -> assertThat(replies(alpha)).isEqualTo(1));
    }

    @Test
    void missingOptionalFields() {
        fiveTimes("audio-voice.json");
        fiveTimes("missing-optional-fields.json");

        assertThat(alpha.onlyConversation().get("contactName").asText()).isEqualTo("Tom Okafor");
        assertThat(alpha.incoming())
                .extracting(each -> each.get("type").asText())
                .contains("text", "image", "file", "location")
                .hasSize(6);
        assertThat(alpha.incoming())
                .filteredOn(each -> each.get("type").asText().equals("location"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.at("/metadata/location/latitude").asDouble())
                            .isZero();
                    assertThat(each.at("/metadata/location/longitude").asDouble())
                            .isEqualTo(-0.5);
                });
    }

    @Test
    void wrongObject() {
        assertThat(post("wrong-object.json").status()).isEqualTo(200);
        assertThat(alpha.conversations()).isEmpty();
    }

    @Test
    void malformed() {
        Answer answer = post("malformed.txt");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("code").asText()).isEqualTo("malformed_json");
        assertThat(alpha.conversations()).isEmpty();
    }

    static List<String> everyFile() {
        return Fixtures.of("whatsapp");
    }

    @ParameterizedTest
    @MethodSource("everyFile")
    void storesNothingUnderAWrongOrMissingSignature(String file) {
        byte[] body = Fixtures.bytes(file);
        Api anonymous = Api.anonymous(Installation.shared().url());
        String good = Fixtures.signature(file);
        List<Map<String, String>> headers = List.of(
                Map.of(),
                Map.of("X-Hub-Signature-256", ""),
                Map.of("X-Hub-Signature-256", good.substring(0, good.length() - 1)),
                Map.of("X-Hub-Signature-256", good.substring(0, 20)),
                Map.of("X-Hub-Signature-256", good.replace("sha256=", "sha1=")),
                Map.of("X-Hub-Signature-256", "sha256=" + "0".repeat(64)));
        for (Map<String, String> header : headers) {
            assertThat(anonymous
                            .send("POST", "/api/webhooks/whatsapp", body, header)
                            .status())
                    .as("%s", header)
                    .isEqualTo(401);
        }
        assertThat(alpha.count("messages")).isZero();
    }

    @Test
    void hasATestForEveryFile() {
        assertThat(everyFile()).hasSize(20);
    }

    /** Posts the file five times on eight threads, and once more when all is quiet. */
    private static void fiveTimes(String file) {
        List<Callable<Integer>> posts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            posts.add(() -> post(file).status());
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> status : threads.invokeAll(posts)) {
                assertThat(status.get()).isEqualTo(200);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        assertThat(post(file).status()).isEqualTo(200);
    }

    private static Answer post(String file) {
        return alpha.post(Fixtures.bytes("whatsapp/" + file), Fixtures.signature("whatsapp/" + file));
    }

    private static JsonNode onlyIn() {
        List<JsonNode> in = alpha.incoming();
        assertThat(in).hasSize(1);
        return in.getFirst();
    }

    /** Stores a message of ours as accepted by the provider under this id; gives our id. */
    private static String sent(Business business, String phone, String userId, String providerId) {
        String schema = business.schema();
        Installation installation = Installation.shared();
        String integration = installation
                .sql("SELECT id FROM " + schema + ".integrations WHERE external_id = ?", business.number())
                .getFirst();
        String contact = installation
                .sql(
                        "INSERT INTO %s.contacts (id, name, phone) VALUES (gen_random_uuid(), ?, ?) RETURNING id"
                                .formatted(schema),
                        phone,
                        phone)
                .getFirst();
        for (String identity : List.of(phone, userId)) {
            installation.sql(
                    "INSERT INTO %s.contact_identities (integration_id, identity, contact_id) VALUES (?::uuid, ?, ?::uuid)"
                            .formatted(schema),
                    integration,
                    identity,
                    contact);
        }
        String conversation = installation
                .sql(
                        "INSERT INTO %s.conversations (contact_id, integration_id, contact_name, contact_phone, platform, last_message_time) VALUES (?::uuid, ?::uuid, ?, ?, 'whatsapp', now()) RETURNING id"
                                .formatted(schema),
                        contact,
                        integration,
                        phone,
                        phone)
                .getFirst();
        return installation
                .sql(
                        "INSERT INTO %s.messages (conversation_id, integration_id, provider_message_id, content, sender, status) VALUES (?::uuid, ?::uuid, ?, 'Our message', 'agent', 'sent') RETURNING id"
                                .formatted(schema),
                        conversation,
                        integration,
                        providerId)
                .getFirst();
    }

    private static String state(Business business, String providerId, String column) {
        return Installation.shared()
                .sql(
                        "SELECT status, %s FROM %s.messages WHERE provider_message_id = ?"
                                .formatted(column, business.schema()),
                        providerId)
                .getFirst();
    }

    private static String metadata(Business business, String providerId) {
        return Installation.shared()
                .sql(
                        "SELECT coalesce(metadata::text, '') FROM %s.messages WHERE provider_message_id = ?"
                                .formatted(business.schema()),
                        providerId)
                .getFirst();
    }

    private static List<String> attachments(String columns) {
        return Installation.shared().sql("SELECT %s FROM %s.attachments".formatted(columns, alpha.schema()));
    }

    private static void repliesOnce(Business business, String phone) {
        await().untilAsserted(() -> assertThat(replies(business)).isEqualTo(1));
        assertThat(business.sentTo(phone)).isNotEmpty();
    }

    private static long replies(Business business) {
        return Long.parseLong(Installation.shared()
                .sql("SELECT count(*) FROM %s.messages WHERE sender = 'assistant' AND status <> 'queued'"
                        .formatted(business.schema()))
                .getFirst());
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
