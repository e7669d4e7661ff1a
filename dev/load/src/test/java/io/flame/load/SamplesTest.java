package io.flame.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private final Samples samples = new Samples();

    @Test
    void takesThePercentileByTheNearestRank() {
        add(LongStream.rangeClosed(1, 200));

        assertThat(samples.percentile(50)).isEqualTo(100);
        assertThat(samples.percentile(99)).isEqualTo(198);
        assertThat(samples.percentile(100)).isEqualTo(200);
    }

    @Test
    void comparesTheBeginningWithTheEnd() {
        add(LongStream.rangeClosed(1, 9));

        assertThat(samples.medianOf(0, 3)).isEqualTo(2);
        assertThat(samples.medianOf(-3, 3)).isEqualTo(8);
    }

    @Test
    void knowsNothingWithoutSamples() {
        assertThat(samples.percentile(50)).isNaN();
    }

    private void add(LongStream millis) {
        millis.forEach(each -> samples.add(each * 1_000_000));
    }
}
