package io.flame.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InternalNetworkTest {

    private final InternalNetwork network = of("10.1.0.0/16, fd00::/8,192.0.2.7");

    @Test
    void containsThisMachineAndTheListedRanges() {
        assertThat(of("").contains("127.0.0.1")).isTrue();
        assertThat(of("").contains("::1")).isTrue();
        assertThat(network.contains("10.1.255.255")).isTrue();
        assertThat(network.contains("fd12::1")).isTrue();
        assertThat(network.contains("192.0.2.7")).isTrue();
    }

    @Test
    void containsNothingElse() {
        assertThat(network.contains("10.2.0.1")).isFalse();
        assertThat(network.contains("192.0.2.8")).isFalse();
        assertThat(network.contains("fe80::1")).isFalse();
        assertThat(network.contains("localhost")).isFalse();
        assertThat(network.contains("")).isFalse();
    }

    @Test
    void takesWhatCameThroughAProxyForAStranger() {
        assertThat(network.contains(new FakeRequest().get("/metrics"))).isTrue();
        assertThat(network.contains(
                        new FakeRequest().header("X-Forwarded-For", "127.0.0.1").get("/metrics")))
                .isFalse();
    }

    @Test
    void refusesAMalformedList() {
        assertThatThrownBy(() -> of("10.0.0.0/33")).hasMessageStartingWith("FLAME_INTERNAL_CIDR must");
        assertThatThrownBy(() -> of("example.test")).hasMessageStartingWith("FLAME_INTERNAL_CIDR must");
    }

    private static InternalNetwork of(String ranges) {
        return new InternalNetwork(Settings.of(Map.of("FLAME_INTERNAL_CIDR", ranges)));
    }
}
