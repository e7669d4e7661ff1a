package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.flame.kernel.PlatformSecrets;
import io.flame.kernel.Settings;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class VerifyTokensTest {

    private final Rig rig = new Rig(Map.of());
    private final String before = rig.settings.required("FLAME_MASTER_KEY");

    @Test
    void hashesAsItDidBeforeItsKeyWasStored() {
        String key = hmac("flame/channels/verify-token", before);

        assertThat(rig.verifyTokens.hash("a-token")).isEqualTo(hmac("a-token", key));
    }

    @Test
    void keepsItsHashesWhenTheMasterKeyIsChanged() {
        String hash = rig.verifyTokens.hash("a-token");
        Settings changed = Settings.of(Map.of(
                "FLAME_MASTER_KEY",
                Base64.getEncoder().encodeToString(new byte[32]),
                "FLAME_FORMER_MASTER_KEYS",
                before));

        VerifyTokens after = new VerifyTokens(rig.routeStore, new PlatformSecrets(rig.database, changed), changed);
        assertThat(after.hash("a-token")).isEqualTo(hash);
    }

    private static String hmac(String text, String key) {
        return HexFormat.of().formatHex(MetaSignature.hmac(text.getBytes(StandardCharsets.UTF_8), key));
    }
}
