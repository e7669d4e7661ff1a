package io.flame.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixturesTest {
    @ParameterizedTest
    @MethodSource("io.flame.testing.Fixtures#names")
    void hasTheBytesThatWereSigned(String name) {
        byte[] body = Fixtures.bytes(name);

        assertThat(body).hasSize(Fixtures.size(name));
        if (name.startsWith("telegram/")) {
            return;
        }
        assertThat(signature(body, Fixtures.APP_SECRET)).isEqualTo(Fixtures.signature(name));
        if (name.startsWith("instagram/")) {
            assertThat(signature(body, Fixtures.INSTAGRAM_APP_SECRET)).isEqualTo(Fixtures.instagramSignature(name));
        }
    }

    @Test
    void coversEveryPlatform() {
        assertThat(List.of("whatsapp", "facebook", "instagram", "telegram"))
                .allSatisfy(platform -> assertThat(Fixtures.of(platform)).hasSizeGreaterThanOrEqualTo(20));
    }

    @Test
    void namesAFixtureThatDoesNotExist() {
        assertThatThrownBy(() -> Fixtures.bytes("whatsapp/none.json")).hasMessage("No fixture whatsapp/none.json");
        assertThatThrownBy(() -> Fixtures.signature("none")).hasMessage("No fixture none");
    }

    private static String signature(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
