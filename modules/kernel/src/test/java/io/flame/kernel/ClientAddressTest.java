package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 203.0.113.9                          | 10.0.0.1",
                "1 | 203.0.113.9                          | 203.0.113.9",
                "1 | 1.1.1.1, 203.0.113.9                 | 203.0.113.9",
                "2 | 1.1.1.1, 203.0.113.9, 10.0.0.2       | 203.0.113.9",
                "2 | 203.0.113.9                          | 203.0.113.9",
                "1 | 203.0.113.9:4711                     | 203.0.113.9",
                "1 | [2001:db8::1]:4711                   | 2001:db8:0:0:0:0:0:1",
                "1 | ::ffff:203.0.113.9                   | 203.0.113.9",
                "1 | 1.1.1.1, unknown                     | 10.0.0.1",
                "1 | 1.1.1.1,                             | 10.0.0.1",
                "2 | evil.example, 203.0.113.9            | 203.0.113.9",
                "1 | 127.0.0.1\\ninjected                 | 10.0.0.1",
            })
    void believesOnlyWhatTrustedProxiesHaveAdded(int proxies, String forwarded, String expected) {
        assertThat(behind(proxies).of("10.0.0.1", lines(forwarded))).isEqualTo(expected);
    }

    @Test
    void takesTheConnectionsAddressWithoutAnyHeader() {
        assertThat(behind(0).of("203.0.113.9", lines())).isEqualTo("203.0.113.9");
        assertThat(behind(3).of("203.0.113.9", lines())).isEqualTo("203.0.113.9");
    }

    @Test
    void readsTheHeaderAsOneListHoweverManyLinesItHas() {
        assertThat(behind(2).of("10.0.0.1", lines("6.6.6.6, 203.0.113.9", "10.0.0.2")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void countsAllOfOneLineAsOneClient() {
        assertThat(client("2001:db8:1:2:3:4:5:6")).isEqualTo(client("2001:db8:1:2::1"));
        assertThat(client("2001:db8:1:2::1")).isNotEqualTo(client("2001:db8:1:3::1"));
        assertThat(client("192.0.2.1")).isNotEqualTo(client("192.0.2.2"));
    }

    private static String client(String address) {
        return behind(0).client(address, lines());
    }

    private static Enumeration<String> lines(String... forwarded) {
        return Collections.enumeration(List.of(forwarded));
    }

    private static ClientAddress behind(int proxies) {
        return new ClientAddress(Settings.of(Map.of("FLAME_TRUSTED_PROXIES", Integer.toString(proxies))));
    }
}
