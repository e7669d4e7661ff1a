package io.flame.api;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Settings;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartGuardTest {

    private static final Map<String, String> COMPLETE = Map.of(
            "DATABASE_URL", "postgresql://flame_app:invented@localhost:5432/flame",
            "KEYCLOAK_URL", "http://localhost:8081",
            "KEYCLOAK_LOGIN_CLIENT_SECRET", "invented",
            "KEYCLOAK_BACKEND_CLIENT_SECRET", "invented",
            "FLAME_MASTER_KEY", Base64.getEncoder().encodeToString(new byte[32]));

    @Test
    void acceptsACompleteConfiguration() {
        assertThatCode(() -> StartGuard.check(Settings.of(COMPLETE))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DATABASE_URL",
                "KEYCLOAK_URL",
                "KEYCLOAK_LOGIN_CLIENT_SECRET",
                "KEYCLOAK_BACKEND_CLIENT_SECRET",
                "FLAME_MASTER_KEY"
            })
    void namesTheKeyThatIsMissing(String key) {
        Map<String, String> values = new HashMap<>(COMPLETE);
        values.remove(key);

        assertThatThrownBy(() -> StartGuard.check(Settings.of(values))).hasMessage(key + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_URL,mysql://localhost/x",
        "FLAME_MASTER_KEY,c2hvcnQ=",
        "FLAME_MASTER_KEY,%%%",
        "FLAME_FORMER_MASTER_KEYS,c2hvcnQ=",
        "CORS_ORIGIN,*",
        "CORS_ORIGIN,https://app.example.test/path",
        "FLAME_INTERNAL_CIDR,10.0.0.0/99",
        "FLAME_TRUSTED_PROXIES,-1",
        "FLAME_TRUSTED_PROXIES,all",
        "REDIS_URL,localhost:6379",
        "FLAME_RATE_ANONYMOUS,0",
        "FLAME_RATE_TOKEN,many",
        "FLAME_RATE_TENANT_SECONDS,100000"
    })
    void namesTheKeyThatIsMalformed(String key, String value) {
        Map<String, String> values = new HashMap<>(COMPLETE);
        values.put(key, value);

        assertThatThrownBy(() -> StartGuard.check(Settings.of(values)))
                .isInstanceOf(Settings.SettingsException.class)
                .hasMessageStartingWith(key + " must");
    }
}
