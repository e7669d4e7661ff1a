package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    record Parcel(String name, int count, Optional<Instant> sentAt) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":{\"b\":1,\"b\":1}}",
                "{} {}",
                "{}x",
                "[1,2",
                "{'a':1}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "[1,]",
                "// comment\n{}",
                "\u0000"
            })
    void refusesWhatIsNoStrictJson(String text) {
        assertThatThrownBy(() -> Json.mapper().readTree(text)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void refusesNestingDeeperThanSixtyFour() {
        assertThatCode(() -> Json.mapper().readTree("[".repeat(64) + "]".repeat(64)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Json.mapper().readTree("[".repeat(65) + "]".repeat(65)))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.mapper().readTree("{\"a\":".repeat(100_000)))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void refusesGiantNumbersAndNames() {
        assertThatThrownBy(() -> Json.mapper().readTree("1".repeat(101))).isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.mapper().readTree("{\"" + "n".repeat(50_000) + "\":1}"))
                .isInstanceOf(JsonProcessingException.class);
        assertThatThrownBy(() -> Json.mapper().readValue("{\"name\":\"a\",\"count\":1e1000000000}", Parcel.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":1,\"count\":1}",
                "{\"name\":true,\"count\":1}",
                "{\"name\":\"a\",\"count\":\"1\"}",
                "{\"name\":\"a\",\"count\":1.5}",
                "{\"name\":\"a\",\"count\":null}"
            })
    void turnsNoTypeIntoAnother(String text) {
        assertThatThrownBy(() -> Json.mapper().readValue(text, Parcel.class))
                .isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void writesInstantsInUtcAndReadsThemAgain() {
        Parcel parcel = new Parcel("box ñ 😀", 3, Optional.of(Instant.parse("2026-11-02T09:00:00Z")));

        assertThat(Json.write(parcel))
                .isEqualTo("{\"name\":\"box ñ 😀\",\"count\":3,\"sentAt\":\"2026-11-02T09:00:00Z\"}");
        assertThat(Json.read(Json.write(parcel), Parcel.class)).isEqualTo(parcel);
        assertThatThrownBy(() -> Json.read("{", Parcel.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Parcel");
    }
}
