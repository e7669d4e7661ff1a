package io.flame.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Settings;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CorsOriginsTest {

    private static final String LIST = "https://app.example.com, http://localhost:5173";

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example.com", "http://localhost:5173"})
    void letsListedOriginsRead(String origin) {
        assertThat(answer(LIST, origin))
                .containsEntry("Access-Control-Allow-Origin", origin)
                .containsEntry("Vary", "Origin")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(preflight(LIST, origin)).containsKey("Access-Control-Allow-Headers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "*",
                "",
                "http://app.example.com",
                "https://app.example.com:8443",
                "https://app.example.com.evil.example",
                "https://evil-app.example.com",
                "https://evil.example/https://app.example.com",
                "https://app.example.com/",
                "https://APP.example.com",
                "https://app.example.com@evil.example",
                "https://app.example.com, http://localhost:5173",
                "http://localhost:5174",
                "http://127.0.0.1:5173"
            })
    void letsNoOtherOriginRead(String origin) {
        assertThat(answer(LIST, origin)).containsOnlyKeys("Vary");
        assertThat(preflight(LIST, origin)).isEmpty();
    }

    @Test
    void letsNobodyReadWhereNothingIsListed() {
        assertThat(answer("", "https://app.example.com")).isEmpty();
        assertThat(answer(LIST, null)).containsOnlyKeys("Vary");
    }

    private static Map<String, String> answer(String list, @Nullable String origin) {
        Map<String, String> headers = new HashMap<>();
        origins(list).answer(origin, recording(headers));
        return headers;
    }

    private static Map<String, String> preflight(String list, String origin) {
        Map<String, String> headers = new HashMap<>();
        origins(list).answerPreflight(origin, recording(headers));
        return headers;
    }

    private static CorsOrigins origins(String list) {
        return new CorsOrigins(Settings.of(Map.of("CORS_ORIGIN", list)));
    }

    private static HttpServletResponse recording(Map<String, String> headers) {
        return (HttpServletResponse) Proxy.newProxyInstance(
                CorsOriginsTest.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "setHeader", "addHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                    case "setStatus" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
