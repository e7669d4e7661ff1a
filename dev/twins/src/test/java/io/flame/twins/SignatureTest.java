package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"object\":\"page\",\"entry\":[]}|be8f5f419170de2e70887cf27c1be126565ebf0cd9d86b4eab21e5f28c1a9dbc",
                "{\"t\":\"\\u00e4\\u00f6\\u00e5 a\\/b\"}|db97587157970d6101602a0040871efc7f973b219a5142b9c7904c68c207d80d",
                "{\"t\":\"äöå a/b\"}|ab7aa4a567216696de059a7158b31c91173268bd2aa7205b2578a379fc209155"
            })
    void matchesTheKnownVectors(String body, String hex) {
        assertThat(Signature.of("flame-test-app-secret-0001", body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=" + hex);
    }

    @Test
    void coversTheTextEscapedAsMetaSendsIt() {
        byte[] body = Json.asMetaWritesIt(Json.object().put("t", "äöå a/b"));

        assertThat(new String(body, StandardCharsets.US_ASCII)).isEqualTo("{\"t\":\"\\u00e4\\u00f6\\u00e5 a\\/b\"}");
    }

    @Test
    void escapesEmojiAsSurrogatePairAndSurvivesHalfOfOne() {
        assertThat(new String(Json.asMetaWritesIt(Json.object().put("t", "🔥")), StandardCharsets.US_ASCII))
                .isEqualTo("{\"t\":\"\\ud83d\\udd25\"}");
        assertThat(new String(Json.asMetaWritesIt(Json.object().put("t", "\ud83d")), StandardCharsets.US_ASCII))
                .isEqualTo("{\"t\":\"\\ud83d\"}");
    }
}
