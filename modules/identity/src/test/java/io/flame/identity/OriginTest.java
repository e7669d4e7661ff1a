package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OriginTest {

    @Test
    void believesNoHeaderWhereNoProxyIsTrusted() {
        assertThat(behind("0").of(request("192.0.2.1", "203.0.113.9"))).isEqualTo("192.0.2.1");
    }

    @Test
    void takesWhatItsOwnProxiesHaveWrittenAndNothingLeftOfIt() {
        assertThat(behind("1").of(request("10.0.0.1", "6.6.6.6, 203.0.113.9"))).isEqualTo("203.0.113.9");
        assertThat(behind("2").of(request("10.0.0.1", "6.6.6.6, 203.0.113.9", "10.0.0.2")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void fallsBackToTheNearestHop() {
        assertThat(behind("2").of(request("10.0.0.1", "203.0.113.9"))).isEqualTo("10.0.0.1");
        assertThat(behind("1").of(request("10.0.0.1", "no address"))).isEqualTo("10.0.0.1");
        assertThat(behind("1").of(request("10.0.0.1"))).isEqualTo("10.0.0.1");
    }

    private static Origin behind(String proxies) {
        return new Origin(Settings.of(Map.of("FLAME_TRUSTED_PROXIES", proxies)));
    }

    private static HttpServletRequest request(String remote, String... forwarded) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                OriginTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "getRemoteAddr" -> remote;
                    case "getHeaders" -> Collections.enumeration(List.of(forwarded));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
