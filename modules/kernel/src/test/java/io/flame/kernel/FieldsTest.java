package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FieldsTest {

    @Test
    void refusesABodyThatIsNoObject() {
        for (String body : List.of("[]", "1", "null", "\"text\"")) {
            assertThatThrownBy(() -> Fields.of(json(body)))
                    .isInstanceOfSatisfying(
                            Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID));
        }
    }

    @Test
    void gathersEverythingThatIsWrong() {
        Fields fields = Fields.of(
                json(
                        "{\"number\":1,\"blank\":\" \",\"long\":\"abcd\",\"nul\":\"a\\u0000\",\"half\":\"a\\ud83d\",\"id\":\"1-1-1-1-1\",\"word\":\"RED\"}"));
        fields.requiredText("absent", 3);
        fields.text("number", 3);
        fields.text("blank", 3);
        fields.text("long", 3);
        fields.text("nul", 3);
        fields.text("half", 3);
        fields.uuid("id");
        fields.word("word", List.of("red", "green"), Function.identity());

        assertThatThrownBy(fields::check).isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("absent", "required"),
                        org.assertj.core.groups.Tuple.tuple("number", "wrong_type"),
                        org.assertj.core.groups.Tuple.tuple("blank", "blank"),
                        org.assertj.core.groups.Tuple.tuple("long", "too_long"),
                        org.assertj.core.groups.Tuple.tuple("nul", "unstorable"),
                        org.assertj.core.groups.Tuple.tuple("half", "unstorable"),
                        org.assertj.core.groups.Tuple.tuple("id", "wrong_type"),
                        org.assertj.core.groups.Tuple.tuple("word", "unknown_value")));
    }

    @Test
    void countsCharactersAndNotTheirHalves() {
        Fields fields = Fields.of(json("{\"text\":\"😀😀😀\"}"));

        assertThat(fields.text("text", 3)).contains("😀😀😀");
        assertThatCode(fields::check).doesNotThrowAnyException();
    }

    @Test
    void tellsAbsentFromNull() {
        Fields fields = Fields.of(json("{\"nothing\":null}"));

        assertThat(fields.has("nothing")).isTrue();
        assertThat(fields.isNull("nothing")).isTrue();
        assertThat(fields.has("absent")).isFalse();
        assertThat(fields.isNull("absent")).isFalse();
        assertThat(fields.text("nothing", 3)).isEqualTo(Optional.empty());
        assertThat(fields.uuid("absent")).isEmpty();
        assertThatCode(fields::check).doesNotThrowAnyException();
    }

    private static JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
