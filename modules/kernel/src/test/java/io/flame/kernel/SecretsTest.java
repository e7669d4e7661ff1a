package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class SecretsTest {

    private static final String PLACE = "integration/1/accessToken";

    private final Ground ground = new Ground();
    private final TenantId other = Ground.newTenant();
    private final Secrets secrets = new Secrets(ground.database, key(1));

    @Test
    void opensWhatItSealedAlsoOnAnotherNode() {
        String sealed = secrets.seal(ground.tenant, PLACE, "EAAG-token ñ 🔑");

        assertThat(sealed).doesNotContain("EAAG");
        assertThat(secrets.open(ground.tenant, PLACE, sealed)).isEqualTo("EAAG-token ñ 🔑");
        assertThat(new Secrets(ground.database, key(1)).open(ground.tenant, PLACE, sealed))
                .isEqualTo("EAAG-token ñ 🔑");
        assertThat(secrets.seal(ground.tenant, PLACE, "EAAG-token ñ 🔑")).isNotEqualTo(sealed);
    }

    @Test
    void refusesACiphertextThatWasMovedOrChanged() {
        String sealed = secrets.seal(ground.tenant, PLACE, "secret");
        secrets.seal(other, PLACE, "so that the other tenant has a key");

        assertUnreadable(() -> secrets.open(other, PLACE, sealed));
        assertUnreadable(() -> secrets.open(ground.tenant, "integration/2/accessToken", sealed));
        char[] changed = sealed.toCharArray();
        changed[20] = changed[20] == 'A' ? 'B' : 'A';
        assertUnreadable(() -> secrets.open(ground.tenant, PLACE, new String(changed)));
        assertUnreadable(() -> secrets.open(ground.tenant, PLACE, ""));
    }

    @Test
    void refusesAKeysetThatWasMovedToAnotherTenant() {
        secrets.seal(ground.tenant, PLACE, "mine");
        secrets.seal(other, PLACE, "theirs");
        ground.database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenant_keys SET keyset = (SELECT keyset FROM flame.tenant_keys WHERE tenant = ?) "
                        + "WHERE tenant = ?",
                other.slug(),
                ground.tenant.slug()));

        assertThatThrownBy(() -> new Secrets(ground.database, key(1)).seal(ground.tenant, PLACE, "x"))
                .hasMessageContaining(ground.tenant.slug())
                .hasMessageContaining("FLAME_MASTER_KEY");
    }

    @Test
    void tellsAWrongMasterKey() {
        String sealed = secrets.seal(ground.tenant, PLACE, "secret");

        assertThatThrownBy(() -> new Secrets(ground.database, key(2)).open(ground.tenant, PLACE, sealed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(ground.tenant.slug())
                .hasMessageContaining("FLAME_MASTER_KEY");
    }

    @Test
    void refusesAMasterKeyThatIsNotThirtyTwoBytesOfBase64() {
        for (String wrong : new String[] {"short", "not base64!", "AAAA"}) {
            assertThatThrownBy(() -> new Secrets(ground.database, Settings.of(Map.of("FLAME_MASTER_KEY", wrong))))
                    .hasMessage("FLAME_MASTER_KEY must be 32 bytes in Base64");
        }
        assertThatThrownBy(() -> new Secrets(ground.database, Settings.of(Map.of())))
                .hasMessage("FLAME_MASTER_KEY is missing");
    }

    private static void assertUnreadable(Runnable open) {
        assertThatThrownBy(open::run).isInstanceOf(IllegalStateException.class).hasMessageContaining("does not open");
    }

    private static byte[] key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return key;
    }
}
