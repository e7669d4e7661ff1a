package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.testing.Fixtures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetaSignatureTest {

    private static final String BODY = "{\"object\":\"page\",\"entry\":[]}";
    private static final String HEX = "be8f5f419170de2e70887cf27c1be126565ebf0cd9d86b4eab21e5f28c1a9dbc";
    private static final String ESCAPED = "{\"t\":\"\\u00e4\\u00f6\\u00e5 a\\/b\"}";
    private static final String ESCAPED_HEX = "db97587157970d6101602a0040871efc7f973b219a5142b9c7904c68c207d80d";
    private static final String PLAIN = "{\"t\":\"äöå a/b\"}";
    private static final String PLAIN_HEX = "ab7aa4a567216696de059a7158b31c91173268bd2aa7205b2578a379fc209155";

    static List<String> whatsappFixtures() {
        return Fixtures.of("whatsapp");
    }

    @Test
    void acceptsThePublishedVectors() {
        assertThat(isSigned(BODY, "sha256=" + HEX)).isTrue();
        assertThat(isSigned(ESCAPED, "sha256=" + ESCAPED_HEX)).isTrue();
        assertThat(isSigned(PLAIN, "sha256=" + PLAIN_HEX)).isTrue();
    }

    @Test
    void signsBytesAndNotWhatTheyMean() {
        assertThat(isSigned(PLAIN, "sha256=" + ESCAPED_HEX)).isFalse();
        assertThat(isSigned(ESCAPED, "sha256=" + PLAIN_HEX)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("whatsappFixtures")
    void acceptsEveryFixtureAndNotOneWithAChangedByte(String name) {
        byte[] body = Fixtures.bytes(name);
        Optional<String> header = Optional.of(Fixtures.signature(name));
        assertThat(MetaSignature.isSigned(body, header, Fixtures.APP_SECRET)).isTrue();
        assertThat(MetaSignature.isSigned(body, header, "another secret")).isFalse();
        body[body.length / 2] ^= 1;
        assertThat(MetaSignature.isSigned(body, header, Fixtures.APP_SECRET)).isFalse();
    }

    @Test
    void refusesAnythingButTheExactForm() {
        assertThat(List.of(
                        HEX,
                        "sha256=",
                        "sha256=" + HEX.substring(0, 62),
                        "sha256=" + HEX + "00",
                        "sha1=" + HEX,
                        "SHA256=" + HEX,
                        "sha256=" + HEX.substring(0, 63) + "g",
                        "sha256= " + HEX,
                        " sha256=" + HEX,
                        ""))
                .noneMatch(header -> isSigned(BODY, header));
        assertThat(MetaSignature.isSigned(bytes(BODY), Optional.empty(), Fixtures.APP_SECRET))
                .isFalse();
    }

    private static boolean isSigned(String body, String header) {
        return MetaSignature.isSigned(bytes(body), Optional.of(header), Fixtures.APP_SECRET);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
