package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private Instant now = Instant.parse("2026-11-02T09:00:00Z");
    private final Circuit circuit = new Circuit(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void opensAfterFiveFailuresInARowAndProbesAlone() {
        fail(5);
        assertThat(circuit.enter()).contains(Duration.ofSeconds(10));
        now = now.plusSeconds(10);
        assertThat(circuit.enter()).isEmpty();
        assertThat(circuit.enter()).isPresent();
        circuit.leave(true);
        assertThat(circuit.enter()).contains(Duration.ofSeconds(10));
        now = now.plusSeconds(10);
        assertThat(circuit.enter()).isEmpty();
        circuit.leave(false);
        assertThat(circuit.enter()).isEmpty();
        assertThat(circuit.enter()).isEmpty();
    }

    @Test
    void forgetsFailuresAfterASuccess() {
        fail(4);
        circuit.enter();
        circuit.leave(false);
        fail(4);
        assertThat(circuit.enter()).isEmpty();
    }

    @Test
    void letsOnlySoManyCallsRunAtOnce() {
        for (int i = 0; i < 8; i++) {
            assertThat(circuit.enter()).isEmpty();
        }
        assertThat(circuit.enter()).isPresent();
        circuit.leave(false);
        assertThat(circuit.enter()).isEmpty();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(circuit.enter()).isEmpty();
            circuit.leave(true);
        }
    }
}
