package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "redis://localhost:6379,                    localhost, 6379, -,    -,      0, false",
                "redis://localhost,                         localhost, 6379, -,    -,      0, false",
                "redis://localhost:6380/,                   localhost, 6380, -,    -,      0, false",
                "redis://localhost:6380/7,                  localhost, 6380, -,    -,      7, false",
                "redis://:invented@r.example:6379,          r.example, 6379, -,    invented, 0, false",
                "redis://flame:a%40b%3Ac+d@r.example:6379,  r.example, 6379, flame, a@b:c+d, 0, false",
                "redis://flame:a:b@r.example:6379,          r.example, 6379, flame, a:b,   0, false",
                "rediss://flame:invented@r.example:6390/3,  r.example, 6390, flame, invented, 3, true",
                "REDISS://r.example,                        r.example, 6379, -,    -,      0, true",
                "redis://[::1]:6379,                        [::1],     6379, -,    -,      0, false"
            })
    void readsWhereRedisIsAndHowItLetsUsIn(
            String url, String host, int port, String user, String password, int database, boolean tls) {
        assertThat(RedisAddress.parse(url)).isEqualTo(new RedisAddress(host, port, user, password, database, tls));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:6379",
                "http://localhost:6379",
                "redis:localhost",
                "redis://",
                "redis://:planted@/0",
                "redis://host:0",
                "redis://host:70000",
                "redis://host/planted",
                "redis://host/1/2",
                "redis://host?password=planted",
                "redis://planted%zz@host",
                "not a url, planted"
            })
    void refusesWhatIsNoAddressWithoutShowingIt(String url) {
        assertThatThrownBy(() -> RedisAddress.parse(url))
                .isInstanceOf(Settings.SettingsException.class)
                .hasMessageStartingWith("REDIS_URL must look like redis://host:6379")
                .hasMessageNotContaining("planted");
    }

    @Test
    void isAbsentWithoutTheSetting() {
        assertThat(RedisAddress.of(Settings.of(Map.of()))).isEqualTo(Optional.empty());
    }

    @Test
    void keepsItsPasswordOutOfLogs() {
        assertThat(RedisAddress.parse("rediss://flame:planted@r.example:6379/2"))
                .hasToString("rediss://r.example:6379/2");
    }
}
