package io.flame.feed.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OriginPolicyTest {

    @Test
    void letsTheSameHostIn() {
        assertThat(allows("", "https://flame.example:8443", "flame.example:8443"))
                .isTrue();
        assertThat(allows("", "https://flame.example", "flame.example:8443")).isFalse();
    }

    @Test
    void letsListedOriginsIn() {
        String list = "https://app.example.com, http://localhost:5173";
        assertThat(allows(list, "https://app.example.com", "flame.example")).isTrue();
        assertThat(allows(list, "HTTP://LOCALHOST:5173", "flame.example")).isTrue();
        assertThat(allows(list, "http://app.example.com", "flame.example")).isFalse();
        assertThat(allows(list, "https://app.example.com.evil.example", "flame.example"))
                .isFalse();
        assertThat(allows(list, "null", "flame.example")).isFalse();
    }

    @Test
    void letsProgramsInThatNameNoOrigin() {
        assertThat(allows("", null, "flame.example")).isTrue();
    }

    private static boolean allows(String list, @Nullable String origin, String host) {
        return new OriginPolicy(Settings.of(Map.of("CORS_ORIGIN", list))).allows(origin, host);
    }
}
