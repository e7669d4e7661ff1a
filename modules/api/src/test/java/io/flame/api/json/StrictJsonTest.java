package io.flame.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    enum Colour {
        RED,
        BLUE;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    record Slot(String start, int day) {}

    record Slug(String value) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        Slug {
            if (value.equals("bad")) {
                throw Problem.invalid("slug", "reserved", "must be another");
            }
        }
    }

    record Form(
            String name, Integer count, Boolean on, Colour colour, UUID id, Instant at, List<Slot> slots, Slug slug) {}

    @Test
    void readsWhatWasAskedFor() throws IOException {
        Form form = (Form) StrictJson.read(
                bytes("{\"name\":\"ñ 😀 \\u0041\",\"count\":2,\"colour\":\"blue\",\"extra\":1}"), Form.class);

        assertThat(form.name()).isEqualTo("ñ 😀 A");
        assertThat(form.colour()).isEqualTo(Colour.BLUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{",
                "{\"a\":1",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":1,}",
                "[1,]",
                "{} {}",
                "{} x",
                "{\"a\":1,\"a\":2}",
                "{\"slots\":[{\"day\":1,\"day\":2}]}",
                "\uFEFF{}",
                "{\"a\":\"\u0001\"}",
                "{\"a\":tru}",
                "/*c*/{}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\ud8\"}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(refusal(bytes(text), Form.class).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(bytes(text), JsonNode.class).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
    }

    @Test
    void refusesOtherEncodings() {
        assertThat(refusal("{\"name\":\"ñ\"}".getBytes(StandardCharsets.ISO_8859_1), Form.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal("{\"name\":\"x\"}".getBytes(StandardCharsets.UTF_16), Form.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'}, JsonNode.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}, JsonNode.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
    }

    @Test
    void refusesBombs() {
        assertThat(refusal(bytes("[".repeat(1_001)), JsonNode.class).code()).isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(bytes("[".repeat(100_000) + "]".repeat(100_000)), Form.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(bytes("{\"slots\":" + "[".repeat(100) + "]".repeat(100) + "}"), JsonNode.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(bytes("{\"" + "k".repeat(50_000) + "\":1}"), JsonNode.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
        assertThat(refusal(bytes("{\"count\":1" + "0".repeat(200) + "}"), Form.class)
                        .code())
                .isEqualTo(ProblemCode.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":5}|name|wrong_type",
                "{\"name\":true}|name|wrong_type",
                "{\"name\":{}}|name|wrong_type",
                "{\"count\":\"5\"}|count|wrong_type",
                "{\"count\":1.5}|count|wrong_type",
                "{\"slots\":[{\"day\":null}]}|slots[0].day|wrong_type",
                "{\"on\":\"true\"}|on|wrong_type",
                "{\"on\":1}|on|wrong_type",
                "{\"colour\":\"green\"}|colour|unknown_value",
                "{\"colour\":\"RED\"}|colour|unknown_value",
                "{\"id\":\"no-uuid\"}|id|wrong_format",
                "{\"at\":\"yesterday\"}|at|wrong_format",
                "{\"slots\":{}}|slots|wrong_type",
                "{\"slots\":[{\"day\":1},{\"day\":\"x\"}]}|slots[1].day|wrong_type",
                "{\"slug\":\"bad\"}|slug|reserved",
                "[]||wrong_type",
                "\"text\"||wrong_type",
                "null||required"
            })
    void namesTheFieldThatIsWrong(String text, String field, String code) {
        Problem problem = refusal(bytes(text), Form.class);

        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
        FieldError error = problem.errors().getFirst();
        assertThat(error.field()).isEqualTo(field == null ? "" : field);
        assertThat(error.code()).isEqualTo(code);
    }

    @Test
    void saysWhichWordsAreKnown() {
        assertThat(refusal(bytes("{\"colour\":\"green\"}"), Form.class)
                        .errors()
                        .getFirst()
                        .message())
                .isEqualTo("must be one of red, blue");
    }

    @Test
    void tellsNothingOfItsInside() {
        assertThat(refusal(bytes("{\"slots\":[{\"day\":[]}]}"), Form.class)
                        .errors()
                        .toString())
                .doesNotContain("io.flame")
                .doesNotContain("java.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\\u0000b\"}|name",
                "{\"name\":\"\\ud83d\"}|name",
                "{\"name\":\"\\ude00\"}|name",
                "{\"name\":\"\\ude00\\ud83d\"}|name",
                "{\"slots\":[{\"start\":\"ok\"},{\"start\":\"\\ud800x\"}]}|slots[1].start",
                "{\"a\":{\"b\":[1,[\"\\u0000\"]]}}|a.b[1][0]",
                "{\"a\":{\"\\u0000\":1}}|a"
            })
    void refusesTextThatCannotBeStored(String text, String field) {
        for (Class<?> type : List.of(Form.class, JsonNode.class)) {
            Problem problem = refusal(bytes(text), type);
            assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
            assertThat(problem.errors()).extracting(FieldError::field).containsExactly(field);
        }
    }

    @Test
    void acceptsPairsAndEscapesOfEveryOtherKind() throws IOException {
        JsonNode node =
                (JsonNode) StrictJson.read(bytes("[\"\\ud83d\\ude00\",\"\\u202e\",\"\\\\u0000\"]"), JsonNode.class);

        assertThat(node.get(0).asText()).isEqualTo("😀");
        assertThat(node.get(2).asText()).isEqualTo("\\u0000");
    }

    private static Problem refusal(byte[] body, Class<?> type) {
        Problem problem = catchThrowableOfType(Problem.class, () -> StrictJson.read(body, type));
        assertThat(problem).as("it was let in").isNotNull();
        return problem;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
