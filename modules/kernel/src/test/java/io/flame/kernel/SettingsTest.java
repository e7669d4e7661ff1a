package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private final Settings settings = Settings.of(
            Map.of("PORT", " 9090 ", "BLANK", "  ", "WORD", "many", "FAR", "70000", "ON", "on", "MAYBE", "perhaps"));

    @Test
    void readsWhatIsThereAndFallsBackOtherwise() {
        assertThat(settings.integer("PORT", 8080, 1, 65_535)).isEqualTo(9_090);
        assertThat(settings.integer("ABSENT", 8080, 1, 65_535)).isEqualTo(8_080);
        assertThat(settings.integer("BLANK", 8080, 1, 65_535)).isEqualTo(8_080);
        assertThat(settings.text("BLANK", "es")).isEqualTo("es");
        assertThat(settings.seconds("ABSENT", 30, 1, 60)).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.flag("ON", false)).isTrue();
        assertThat(settings.flag("ABSENT", true)).isTrue();
    }

    @Test
    void namesTheKeyThatIsMissing() {
        assertThatThrownBy(() -> settings.required("DATABASE_URL"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("DATABASE_URL is missing");
        assertThatThrownBy(() -> settings.required("BLANK")).hasMessage("BLANK is missing");
    }

    @Test
    void namesTheKeyAndTheExpectationOfAMalformedValue() {
        assertThatThrownBy(() -> settings.integer("WORD", 1, 1, 9))
                .isInstanceOf(SettingsException.class)
                .hasMessage("WORD must be a whole number from 1 to 9, but is 'many'");
        assertThatThrownBy(() -> settings.integer("FAR", 1, 1, 65_535)).hasMessageContaining("FAR");
        assertThatThrownBy(() -> settings.flag("MAYBE", true))
                .hasMessage("MAYBE must be true or false, but is 'perhaps'");
    }
}
