package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Json;
import io.flame.messaging.InboundEvent.Message;
import io.flame.messaging.MessageStatus;
import io.flame.messaging.MessageType;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Shapes beyond the fixtures: rare kinds, hidden numbers, broken text, impossible times. */
class WhatsAppShapesTest {

    @Test
    void readsATemplateButton() {
        Message tap = Samples.readMessage("\"type\":\"button\",\"button\":{\"payload\":\"YES-1\",\"text\":\"Yes\"}");
        assertThat(tap.content()).isEqualTo("Yes");
        assertThat(tap.metadata())
                .isEqualTo(
                        "{\"interactive\":{\"type\":\"button\",\"id\":\"YES-1\",\"title\":\"Yes\",\"description\":null}}");
    }

    @Test
    void readsAForm() {
        Message form =
                Samples.readMessage("\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":"
                        + "{\"name\":\"flow\",\"body\":\"Sent\",\"response_json\":\"{\\\"a\\\":1}\"}}");
        assertThat(form.content()).isEqualTo("Sent");
        assertThat(metadata(form).at("/interactive/response").asText()).isEqualTo("{\"a\":1}");
    }

    @Test
    void readsAnOrder() {
        Message order = Samples.readMessage("\"type\":\"order\",\"order\":{\"catalog_id\":\"77\",\"text\":\"\","
                + "\"product_items\":[{\"product_retailer_id\":\"sku-1\",\"quantity\":2}]}");
        assertThat(order.type()).isEqualTo(MessageType.TEXT);
        assertThat(order.content()).isEqualTo("[Order of 1 item(s)]");
        assertThat(metadata(order).at("/order/items/0/product_retailer_id").asText())
                .isEqualTo("sku-1");
    }

    @Test
    void keepsACustomerWithANewNumberTheSamePerson() {
        Message notice = Samples.readMessage("\"type\":\"system\",\"system\":{\"body\":\"Mara changed her number\","
                + "\"type\":\"user_changed_number\",\"new_wa_id\":\"12025550199\"}");
        assertThat(notice.type()).isEqualTo(MessageType.NOTICE);
        assertThat(notice.content()).isEqualTo("Mara changed her number");
        assertThat(notice.sender().identities()).containsExactly("12025550199", "12025550143");
        assertThat(notice.sender().phone()).contains("12025550199");
    }

    @Test
    void showsEditsAndDeletionsNextToTheOriginal() {
        Message edit = Samples.readMessage("\"type\":\"edit\",\"edit\":{\"original_message_id\":\"wamid.0\","
                + "\"message\":{\"type\":\"text\",\"text\":{\"body\":\"for five\"}}}");
        assertThat(edit.type()).isEqualTo(MessageType.NOTICE);
        assertThat(edit.content()).isEqualTo("[Edited message] for five");
        assertThat(edit.replyTo()).isEqualTo("wamid.0");
        Message revoke = Samples.readMessage("\"type\":\"revoke\",\"revoke\":{\"original_message_id\":\"wamid.0\"}");
        assertThat(revoke.content()).isEqualTo("[The customer deleted a message]");
        assertThat(revoke.type()).isEqualTo(MessageType.NOTICE);
        assertThat(revoke.replyTo()).isEqualTo("wamid.0");
    }

    @Test
    void takesTheOldFormOfAVoiceNote() {
        Message voice = Samples.readMessage("\"type\":\"voice\",\"voice\":{\"id\":\"1\",\"mime_type\":\"audio/ogg\"}");
        assertThat(voice.type()).isEqualTo(MessageType.AUDIO);
        assertThat(metadata(voice).path("voice").asBoolean()).isTrue();
    }

    @Test
    void knowsACustomerWhoHidesTheNumberByUserId() {
        Message text = (Message)
                Samples.readValue("{\"contacts\":[{\"user_id\":\"US.1\",\"profile\":{\"username\":\"mara\"}}],"
                                + "\"messages\":[{\"from_user_id\":\"US.1\",\"id\":\"wamid.1\",\"timestamp\":\"1793610000\","
                                + "\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]}")
                        .events()
                        .getFirst();
        assertThat(text.sender().identities()).containsExactly("US.1");
        assertThat(text.sender().phone()).isEmpty();
        assertThat(text.sender().name()).contains("mara");
    }

    @Test
    void doesNotMixUpTheCardsOfSeveralCustomers() {
        var events = Samples.readValue(
                        "{\"contacts\":[{\"wa_id\":\"2000000\",\"user_id\":\"US.2\",\"profile\":{\"name\":\"Two\"}},"
                                + "{\"wa_id\":\"1000000\",\"user_id\":\"US.1\",\"profile\":{\"name\":\"One\"}}],\"messages\":["
                                + Samples.textMessage("a", "1000000", "x") + ","
                                + Samples.textMessage("b", "3000000", "y")
                                + "]}")
                .events();
        assertThat(((Message) events.get(0)).sender().identities()).containsExactly("US.1", "1000000");
        assertThat(((Message) events.get(1)).sender().identities()).containsExactly("3000000");
        assertThat(((Message) events.get(1)).sender().name()).isEmpty();
    }

    @Test
    void leavesAMessageOfNobodyOver() {
        Reading reading =
                Samples.readValue("{\"messages\":[{\"id\":\"wamid.1\",\"type\":\"text\",\"text\":{\"body\":\"?\"}},"
                        + Samples.textMessage("wamid.2", "12025550143", "still read") + "]}");
        assertThat(reading.leftovers()).extracting(Reading.Leftover::reason).containsExactly("no_sender");
        assertThat(reading.events()).hasSize(1);
    }

    @Test
    void doesNotHearItself() {
        Reading reading =
                Samples.readValue("{\"metadata\":{\"display_phone_number\":\"+1 202-555-0171\"},\"messages\":["
                        + Samples.textMessage("wamid.1", "12025550171", "echo") + "]}");
        assertThat(reading.events()).isEmpty();
        assertThat(reading.leftovers()).extracting(Reading.Leftover::reason).containsExactly("own_message");
    }

    @Test
    void replacesNulAndHalfSurrogatesAndKeepsTheOriginalEscaped() {
        Message text = Samples.readMessage("\"type\":\"text\",\"text\":{\"body\":\"a\\u0000b\\ud83dc\\ude00d 👍\"}");
        assertThat(text.type()).isEqualTo(MessageType.TEXT);
        assertThat(text.content()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd 👍");
        assertThat(metadata(text).path("raw").asText()).contains("a\\u0000b\\uD83Dc\\uDE00d \\uD83D\\uDC4D");
        assertThat(text.metadata()).doesNotContain("\u0000");
    }

    @Test
    void cutsATextNobodyCanReadAndKeepsItWholeUnderRaw() {
        Message text = Samples.readMessage("\"type\":\"text\",\"text\":{\"body\":\"" + "word ".repeat(200_000) + "\"}");
        assertThat(text.content()).hasSize(MessageDraft.LONGEST_CONTENT);
        assertThat(metadata(text).path("raw").asText()).hasSizeGreaterThan(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\":{\"body\":\"no type\"}",
                "\"type\":\"text\"",
                "\"type\":\"text\",\"text\":{\"body\":null}",
                "\"type\":\"text\",\"text\":\"flat\"",
                "\"type\":\"image\"",
                "\"type\":\"location\",\"location\":{\"latitude\":\"x\",\"longitude\":1}",
                "\"type\":\"location\",\"location\":{\"latitude\":1e400,\"longitude\":1}",
                "\"type\":\"contacts\",\"contacts\":[]",
                "\"type\":\"interactive\",\"errors\":[{\"code\":131051}]",
                "\"type\":\"interactive\",\"interactive\":{\"type\":\"hand_wave\",\"hand_wave\":{}}",
                "\"type\":17",
                "\"type\":null"
            })
    void showsWhatIsNotWhatItPromisesAsUnsupported(String fields) {
        Message message = Samples.readMessage(fields);
        assertThat(message.type()).isEqualTo(MessageType.UNSUPPORTED);
        assertThat(message.content()).startsWith("[Unsupported message");
        assertThat(metadata(message).has("raw")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"yesterday\"",
                "\"-5\"",
                "\"0\"",
                "\"99999999999999999999\"",
                "\"9999999999\"",
                "{}"
            })
    void takesTheTimeOfReceiptForAnImpossibleOne(String time) {
        Message text =
                (Message) Samples.readValue("{\"messages\":[{\"from\":\"12025550143\",\"id\":\"wamid.1\",\"timestamp\":"
                                + time + ",\"type\":\"text\",\"text\":{\"body\":\"hi\"}}]}")
                        .events()
                        .getFirst();
        assertThat(text.occurredAt()).isEqualTo(Samples.RECEIVED);
        assertThat(metadata(text).path("timeAssumed").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sent,SENT", "delivered,DELIVERED", "read,READ", "played,READ", "failed,FAILED"})
    void followsEveryStatus(String word, MessageStatus status) {
        assertThat(Samples.readStatus("{\"id\":\"w\",\"status\":\"" + word + "\",\"timestamp\":\"1793610000\"}")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void leavesAnUnknownStatusOver() {
        Reading reading =
                Samples.readValue("{\"statuses\":[{\"id\":\"w\",\"status\":\"warning\"},{\"status\":\"read\"}]}");
        assertThat(reading.events()).isEmpty();
        assertThat(reading.leftovers()).hasSize(2);
    }

    @Test
    void takesOurIdFromTheCallbackDataOnlyIfItIsOne() {
        UUID ours = UUID.randomUUID();
        assertThat(Samples.readStatus(
                                "{\"id\":\"w\",\"status\":\"sent\",\"biz_opaque_callback_data\":\"" + ours + "\"}")
                        .messageId())
                .contains(ours);
        assertThat(Samples.readStatus("{\"id\":\"w\",\"status\":\"sent\",\"biz_opaque_callback_data\":\"theirs\"}")
                        .messageId())
                .isEmpty();
    }

    @Test
    void keysAMessageWithoutAnIdByAllThatItHolds() {
        String message = "{\"from\":\"12025550143\",\"type\":\"text\",\"text\":{\"body\":\"%s\"}}";
        String one = onlyId(message.formatted("one"));
        assertThat(one).startsWith("sha256:").isEqualTo(onlyId(message.formatted("one")));
        assertThat(one).isNotEqualTo(onlyId(message.formatted("two")));
    }

    private static String onlyId(String message) {
        return ((Message) Samples.readValue("{\"messages\":[" + message + "]}")
                        .events()
                        .getFirst())
                .providerMessageId();
    }

    private static JsonNode metadata(Message message) {
        return Json.read(String.valueOf(message.metadata()), JsonNode.class);
    }
}
