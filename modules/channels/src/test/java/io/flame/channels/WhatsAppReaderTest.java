package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.InboundEvent;
import io.flame.messaging.InboundEvent.Message;
import io.flame.messaging.InboundEvent.Reaction;
import io.flame.messaging.InboundEvent.Status;
import io.flame.messaging.MessageStatus;
import io.flame.messaging.MessageType;
import io.flame.testing.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every WhatsApp fixture, with exactly the events it must become. */
class WhatsAppReaderTest {

    private static final String OUT1 = "wamid.HBgLMTIwMjU1NTAxNDMVAgARGBI2Nzc2MTI4Mjg3RUYyQ0I4RUEA";
    private static final String OUT2 = "wamid.HBgLMTIwMjU1NTAxNDMVAgARGBJCQjYxOTE3MjcxOUQxODMwNTMA";
    private static final String OUT3 = "wamid.HBgMNDQ3NzAwOTAwMTgyFQIAERgSRDA1NUI1RTJDNDIyNUJBMDY1AA==";
    private static final UUID INTEGRATION = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    private static final Instant RECEIVED = Instant.parse("2026-11-02T10:00:00Z");

    @Test
    void readsAText() throws Exception {
        Message text = onlyMessage("text.json");
        assertThat(text.integrationId()).isEqualTo(INTEGRATION);
        assertThat(text.type()).isEqualTo(MessageType.TEXT);
        assertThat(text.content()).isEqualTo("Hi, is the 18:30 table for four still free?");
        assertThat(text.providerMessageId())
                .isEqualTo("wamid.HBgLMTIwMjU1NTAxNDMVAgASGBQzQUZFOERGMUE1QTE5ODA0OTNDQQA=");
        assertThat(text.occurredAt()).isEqualTo("2026-11-02T09:00:00Z");
        assertThat(text.sender().identities()).containsExactly("US.70010020030040050061", "12025550143");
        assertThat(text.sender().name()).contains("Mara Lindqvist");
        assertThat(text.sender().phone()).contains("12025550143");
        assertThat(text.metadata()).isNull();
        assertThat(text.replyTo()).isNull();
        assertThat(text.attachments()).isEmpty();
    }

    @Test
    void keepsEmojiAndRightToLeftTextCodePointForCodePoint() throws Exception {
        Message text = onlyMessage("text-emoji-rtl.json");
        assertThat(text.content().codePointCount(0, text.content().length())).isEqualTo(140);
        assertThat(text.content()).hasSize(149);
        assertThat(sha256(text.content()))
                .isEqualTo("c0f7359090d053093dd8b4dec9c4d7e72a8c9c9f3a0df5703250e78f4aec4da3");
        assertThat(text.metadata()).isNull();
    }

    @Test
    void keepsTheLongestTextWhole() throws Exception {
        Message text = onlyMessage("text-4096.json");
        assertThat(text.content()).hasSize(4096).endsWith("|END4096");
        assertThat(sha256(text.content()))
                .isEqualTo("c63c81d45cff7885777b50b5ae12fd2b9f0cd631e3516fc8c631abee12392356");
    }

    @Test
    void readsAnImageWithItsCaption() throws Exception {
        Message image = onlyMessage("image.json");
        assertThat(image.type()).isEqualTo(MessageType.IMAGE);
        assertThat(image.content()).isEqualTo("It arrived broken, see the corner");
        assertThat(image.attachments()).singleElement().satisfies(file -> {
            assertThat(file.mediaId()).isEqualTo("1480002940979957");
            assertThat(file.mimeType()).isEqualTo("image/jpeg");
            assertThat(file.sha256()).isEqualTo("b29814cf5792e684cd75d6a7fce7a67a11887e312f87ca2ac2496d81f365ff72");
            assertThat(file.url()).startsWith("https://lookaside.fbsbx.com/");
            assertThat(file.fileName()).isNull();
        });
    }

    @Test
    void flagsAVoiceNote() throws Exception {
        Message voice = onlyMessage("audio-voice.json");
        assertThat(voice.type()).isEqualTo(MessageType.AUDIO);
        assertThat(voice.metadata()).isEqualTo("{\"voice\":true}");
        assertThat(voice.sender().name()).contains("Tom Okafor");
        assertThat(voice.sender().phone()).contains("447700900182");
        assertThat(voice.attachments()).hasSize(1);
    }

    @Test
    void readsABatchOfVideoDocumentAndSticker() throws Exception {
        List<Message> messages = messages("media-batch-video-document-sticker.json");
        assertThat(messages)
                .extracting(Message::type)
                .containsExactly(MessageType.VIDEO, MessageType.FILE, MessageType.STICKER);
        assertThat(messages).extracting(Message::content).containsExactly("", "Invoice 7", "");
        assertThat(messages)
                .extracting(Message::metadata)
                .containsExactly("{\"forwarded\":true}", null, "{\"sticker\":{\"animated\":true}}");
        assertThat(messages.get(1).attachments().getFirst().fileName()).isEqualTo("Счёт №7 (final).pdf");
        assertThat(messages)
                .allSatisfy(message -> assertThat(message.attachments()).hasSize(1));
    }

    @Test
    void readsALocation() throws Exception {
        Message location = onlyMessage("location.json");
        assertThat(location.type()).isEqualTo(MessageType.LOCATION);
        assertThat(location.content()).isEqualTo("Test Plaza, Gate 3, 1 Sample Boulevard");
        assertThat(location.metadata())
                .isEqualTo(
                        "{\"location\":{\"latitude\":25.197197,\"longitude\":55.274376,\"name\":\"Test Plaza, Gate 3\","
                                + "\"address\":\"1 Sample Boulevard\",\"url\":\"https://maps.example.com/?q=25.197197,55.274376\"}}");
    }

    @Test
    void readsSharedContactsAlsoOneWithoutAPhone() throws Exception {
        Message contacts = onlyMessage("contacts.json");
        assertThat(contacts.type()).isEqualTo(MessageType.CONTACTS);
        assertThat(contacts.content()).isEqualTo("Ivo Brandt, Nadia");
        JsonNode cards = Json.mapper().readTree(contacts.metadata()).path("contacts");
        assertThat(cards).hasSize(2);
        assertThat(cards.at("/0/phones/0/wa_id").asText()).isEqualTo("12025550164");
        assertThat(cards.at("/1/name/formatted_name").asText()).isEqualTo("Nadia");
        assertThat(contacts.sender().identities()).doesNotContain("12025550164");
    }

    @Test
    void readsAReactionAndItsRemoval() {
        List<InboundEvent> events = read("reaction.json").events();
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event).isInstanceOf(Reaction.class);
            assertThat(((Reaction) event).targetId()).isEqualTo(OUT1);
        });
        assertThat(((Reaction) events.get(0)).emoji()).isEqualTo("👍🏽");
        assertThat(((Reaction) events.get(1)).emoji()).isNull();
        assertThat(((Reaction) events.get(1)).occurredAt()).isEqualTo("2026-11-02T09:04:35Z");
    }

    @Test
    void readsATappedButton() {
        Message tap = onlyMessage("interactive-button-reply.json");
        assertThat(tap.type()).isEqualTo(MessageType.TEXT);
        assertThat(tap.content()).isEqualTo("Confirm");
        assertThat(tap.replyTo()).isEqualTo(OUT1);
        assertThat(tap.metadata())
                .isEqualTo("{\"interactive\":{\"type\":\"button_reply\",\"id\":\"confirm:booking:7781\","
                        + "\"title\":\"Confirm\",\"description\":null}}");
    }

    @Test
    void readsAChosenListRow() {
        Message row = onlyMessage("interactive-list-reply.json");
        assertThat(row.content()).isEqualTo("19:30");
        assertThat(row.replyTo()).isEqualTo(OUT1);
        assertThat(row.metadata())
                .isEqualTo("{\"interactive\":{\"type\":\"list_reply\",\"id\":\"slot_1930\",\"title\":\"19:30\","
                        + "\"description\":\"Window table, 2 hours\"}}");
    }

    @Test
    void readsADeliveryWithOurOwnId() {
        assertThat(read("status-delivered.json").events())
                .containsExactly(new Status(
                        INTEGRATION,
                        OUT1,
                        Optional.of(UUID.fromString("00000000-0000-4000-8000-000000000001")),
                        MessageStatus.DELIVERED,
                        Optional.empty(),
                        Instant.parse("2026-11-02T09:00:25Z")));
    }

    @Test
    void tellsAnAgentWhyAMessageFailed() {
        assertThat(read("status-failed-131047.json").events())
                .containsExactly(new Status(
                        INTEGRATION,
                        OUT3,
                        Optional.empty(),
                        MessageStatus.FAILED,
                        Optional.of(new DeliveryError("131047", "24-hour window closed, use a template")),
                        Instant.parse("2026-11-02T09:06:40Z")));
    }

    @Test
    void readsStatusesInTheOrderTheyAreSent() {
        List<InboundEvent> events = read("statuses-out-of-order.json").events();
        assertThat(events)
                .extracting(event -> ((Status) event).status())
                .containsExactly(MessageStatus.READ, MessageStatus.DELIVERED, MessageStatus.SENT);
        assertThat(events)
                .extracting(event -> ((Status) event).occurredAt().toString())
                .containsExactly("2026-11-02T09:00:49Z", "2026-11-02T09:00:45Z", "2026-11-02T09:00:41Z");
        assertThat(events)
                .allMatch(event -> ((Status) event).providerMessageId().equals(OUT2));
    }

    @Test
    void splitsABatchByNumber() {
        List<WebhookPart> parts = parts("batch-two-tenants.json");
        assertThat(parts)
                .extracting(WebhookPart::accountId)
                .containsExactly(
                        "300200100900801", "300200100900801", "300200100900802", "300200100900802", "300200100900899");
    }

    @Test
    void readsARepeatedMessageTogetherWithANewOne() {
        assertThat(messages("text-duplicate-delivery.json"))
                .extracting(Message::content)
                .containsExactly("Hi, is the 18:30 table for four still free?", "Hello? Anyone there?");
    }

    @Test
    void showsWhatItDoesNotKnowAsUnsupportedAndKeepsItRaw() throws Exception {
        Reading reading = read("unknown-type.json");
        List<Message> messages = messages("unknown-type.json");
        assertThat(messages).hasSize(3).allMatch(message -> message.type() == MessageType.UNSUPPORTED);
        assertThat(messages)
                .extracting(Message::content)
                .containsExactly(
                        "[Unsupported message: poll creation]",
                        "[Unsupported message: edit]",
                        "[Unsupported message: hologram]");
        JsonNode raw = Json.mapper()
                .readTree(Json.mapper()
                        .readTree(messages.get(2).metadata())
                        .path("raw")
                        .asText());
        assertThat(raw.at("/hologram/frames").asInt()).isEqualTo(12);
        assertThat(reading.leftovers()).extracting(Reading.Leftover::reason).containsExactly("field:some_future_field");
    }

    @Test
    void doesWithoutEverythingOptional() {
        List<Message> messages = messages("missing-optional-fields.json");
        assertThat(messages)
                .extracting(Message::type)
                .containsExactly(
                        MessageType.TEXT, MessageType.IMAGE, MessageType.FILE, MessageType.LOCATION, MessageType.TEXT);
        assertThat(messages)
                .extracting(Message::content)
                .containsExactly("no contacts array, no user id", "", "", "0, -0.5", "x");
        assertThat(messages).allSatisfy(message -> {
            assertThat(message.sender().identities()).containsExactly("447700900182");
            assertThat(message.sender().name()).isEmpty();
            assertThat(message.replyTo()).isNull();
        });
        assertThat(messages.get(1).attachments().getFirst().sha256()).isNull();
    }

    @Test
    void isNotInterestedInAnotherObject() throws Exception {
        assertThat(adapter().split(Json.mapper().readTree(Fixtures.bytes("whatsapp/wrong-object.json"))))
                .isEmpty();
    }

    private static Message onlyMessage(String fixture) {
        List<Message> messages = messages(fixture);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    private static List<Message> messages(String fixture) {
        return read(fixture).events().stream().map(Message.class::cast).toList();
    }

    private static Reading read(String fixture) {
        List<InboundEvent> events = new ArrayList<>();
        List<Reading.Leftover> leftovers = new ArrayList<>();
        for (WebhookPart part : parts(fixture)) {
            Reading reading = adapter().read(INTEGRATION, part, RECEIVED);
            events.addAll(reading.events());
            leftovers.addAll(reading.leftovers());
        }
        return new Reading(events, leftovers);
    }

    private static List<WebhookPart> parts(String fixture) {
        try {
            return adapter()
                    .split(Json.mapper().readTree(Fixtures.bytes("whatsapp/" + fixture)))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static WhatsAppAdapter adapter() {
        return Samples.adapter();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
