package io.flame.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarsTest {
    private final Bars bars = new Bars();

    @Test
    void succeedsWhenEveryBarIsKept() {
        bars.atMost("a duration", 20, 20, "ms");
        bars.exactly("failures", 0, 0);
        bars.note("something else", "1");

        assertThat(bars.print("kept")).isZero();
    }

    @Test
    void failsWhenOneIsMissed() {
        bars.atMost("a duration", 20.1, 20, "ms");
        bars.exactly("failures", 0, 0);

        assertThat(bars.print("missed")).isEqualTo(1);
    }

    @Test
    void failsWhenAFigureCouldNotBeMeasured() {
        bars.atMost("a duration", new Samples().percentile(99), 20, "ms");

        assertThat(bars.print("not measured")).isEqualTo(1);
    }
}
