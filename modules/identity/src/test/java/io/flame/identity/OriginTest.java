package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void believesNoHeaderWhereNoProxyIsTrusted() {
        assertThat(behind("0").of("192.0.2.1", List.of("203.0.113.9"))).isEqualTo("192.0.2.1");
    }

    @Test
    void takesWhatItsOwnProxiesHaveWrittenAndNothingLeftOfIt() {
        assertThat(behind("1").of("10.0.0.1", List.of("6.6.6.6, 203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(behind("2").of("10.0.0.1", List.of("6.6.6.6, 203.0.113.9", "10.0.0.2")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void fallsBackToTheNearestHop() {
        assertThat(behind("2").of("10.0.0.1", List.of("203.0.113.9"))).isEqualTo("10.0.0.1");
        assertThat(behind("1").of("10.0.0.1", List.of("no address"))).isEqualTo("10.0.0.1");
        assertThat(behind("1").of("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
    }

    private static Origin behind(String proxies) {
        return new Origin(Settings.of(Map.of("FLAME_TRUSTED_PROXIES", proxies)));
    }
}
