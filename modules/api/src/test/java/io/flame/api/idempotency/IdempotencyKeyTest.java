package io.flame.api.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    @Test
    void acceptsAnyPrintableName() {
        assertThat(IdempotencyKey.check("order 42 / ~x")).isEqualTo("order 42 / ~x");
        assertThat(IdempotencyKey.check("k".repeat(255))).hasSize(255);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "a\tb", "a\u0000b", "a\u007f", "ñ"})
    void refusesTheRest(String key) {
        assertThatThrownBy(() -> IdempotencyKey.check(key)).isInstanceOf(Problem.class);
    }

    @Test
    void refusesALongName() {
        assertThatThrownBy(() -> IdempotencyKey.check("k".repeat(256))).isInstanceOf(Problem.class);
    }

    @Test
    void tellsRequestsApartByMethodPathQueryAndBody() {
        byte[] body = {1};
        byte[] first = IdempotencyKey.fingerprint("POST", "/api/a", null, body);

        assertThat(IdempotencyKey.fingerprint("POST", "/api/a", null, body)).isEqualTo(first);
        assertThat(IdempotencyKey.fingerprint("POST", "/api/b", null, body)).isNotEqualTo(first);
        assertThat(IdempotencyKey.fingerprint("POST", "/api/a", "x=1", body)).isNotEqualTo(first);
        assertThat(IdempotencyKey.fingerprint("POST", "/api/a", null, new byte[] {2}))
                .isNotEqualTo(first);
    }
}
