package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageRequestTest {

    @Test
    void readsTheCursorItMade() {
        String cursor = PageRequest.cursor("2026-11-02T09:00:00Z", "7b0c", "ñ/+ 😀");

        assertThat(cursor).matches("[A-Za-z0-9_=-]+");
        assertThat(PageRequest.of(null, cursor, null, 50).cursor())
                .contains(List.of("2026-11-02T09:00:00Z", "7b0c", "ñ/+ 😀"));
    }

    @Test
    void beginsAtTheBeginningByDefault() {
        PageRequest first = PageRequest.of(null, null, null, 50);

        assertThat(first.limit()).isEqualTo(50);
        assertThat(first.cursor()).isEmpty();
        assertThat(first.offset()).isZero();
        assertThat(PageRequest.of("20", null, "3", 50).offset()).isEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "201", "1000000000", "9223372036854775808", "ten", "", "1e2", "1.0"})
    void refusesALimitOutOfRange(String limit) {
        assertThatThrownBy(() -> PageRequest.of(limit, null, null, 50))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
                    assertThat(problem.errors()).extracting(FieldError::field).containsExactly("limit");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "10001", "-7", "x"})
    void refusesAPageOutOfRange(String page) {
        assertThatThrownBy(() -> PageRequest.of(null, null, page, 50)).isInstanceOf(Problem.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a b", "<script>", "aaaaa", "==", "ñ"})
    void refusesACursorThatIsNoBase64(String cursor) {
        assertThatThrownBy(() -> PageRequest.of(null, cursor, null, 50))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_CURSOR));
    }

    @Test
    void readsOrRefusesEveryForgedCursorAndNeverBreaks() {
        Random random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            String forged = i % 2 == 0
                    ? Base64.getUrlEncoder().encodeToString(bytes)
                    : new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
            try {
                assertThat(PageRequest.of(null, forged, null, 50).cursor()).isPresent();
            } catch (Problem problem) {
                assertThat(problem.code()).isEqualTo(ProblemCode.INVALID_CURSOR);
            }
        }
    }
}
