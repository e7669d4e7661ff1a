package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisitorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0 | Firefox on Windows",
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 | Chrome on Android",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Safari/604.1 | Safari on iPhone",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0 | Edge on Windows",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 | Chrome on Linux",
                "curl/8.5.0 | curl/8.5.0",
                "Java-http-client/25 | Java-http-client/25"
            })
    void saysWhatAPersonWouldSay(String userAgent, String device) {
        assertThat(Visitor.device(userAgent)).isEqualTo(device);
    }

    @Test
    void keepsNothingOfAnotherLengthOrKind() {
        assertThat(Visitor.device(null)).isEmpty();
        assertThat(Visitor.device("  ")).isEmpty();
        assertThat(Visitor.device("x".repeat(500))).hasSize(80);
        assertThat(Visitor.device("<script>alert(1)</script> more")).isEqualTo("scriptalert1/script");
    }
}
