package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {

    @Test
    void needsNoSettingAtAll() {
        assertThat(Main.config(Map.of())).isEqualTo(TwinsConfig.defaults());
    }

    @Test
    void readsTheConnectedAccounts(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("accounts.json");
        Files.writeString(
                file,
                "[{\"tenant\":\"acme\",\"platform\":\"whatsapp\",\"externalId\":\"1\",\"verifyToken\":\"ignored here\"}]");

        TwinsConfig config = Main.config(Map.of(
                "TWINS_PORT", "4711", "TWINS_FLAME_URL", "http://localhost:8080", "TWINS_CONFIG", file.toString()));

        assertThat(config.port()).isEqualTo(4711);
        assertThat(config.flameUrl()).isEqualTo(URI.create("http://localhost:8080"));
        assertThat(config.accounts()).extracting(Account::tenant).containsExactly("acme");
    }

    @ParameterizedTest
    @CsvSource({"TWINS_PORT,http", "TWINS_PORT,70000", "TWINS_FLAME_URL,localhost", "TWINS_CONFIG,/no/such/file"})
    void namesTheKeyThatIsWrong(String key, String value) {
        assertThatExceptionOfType(BadOrder.class)
                .isThrownBy(() -> Main.config(Map.of(key, value)))
                .withMessageContaining(key);
    }
}
