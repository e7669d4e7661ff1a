package io.flame.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = 1_000_000_000L;

    private long now = -7 * SECOND;
    private final Breaker breaker = new Breaker(() -> now);

    @Test
    void letsEverybodyThroughWhileNothingFails() {
        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void keepsEverybodyOutAfterAFailureAndThenSendsOneAhead() {
        assertThat(breaker.failed()).isTrue();
        assertThat(breaker.enter()).isFalse();

        now += SECOND;
        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.enter()).isFalse();

        breaker.succeeded();
        assertThat(breaker.enter()).isTrue();
        assertThat(breaker.enter()).isTrue();
    }

    @Test
    void waitsLongerWhileItGoesOnFailing() {
        breaker.failed();
        for (int i = 0; i < 10; i++) {
            assertThat(breaker.failed()).isFalse();
        }

        now += 7 * SECOND;
        assertThat(breaker.enter()).isFalse();
        now += 2 * SECOND;
        assertThat(breaker.enter()).isTrue();
    }
}
