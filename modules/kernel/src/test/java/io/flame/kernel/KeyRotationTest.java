package io.flame.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.flame.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class KeyRotationTest {

    private static final String PLACE = "integration/1/accessToken";
    private static final String OLD = key(1);
    private static final String NEW = key(2);
    private static final int MANY = 10_000;

    private final Ground ground = new Ground();
    private final String prefix = "r" + UUID.randomUUID().toString().substring(0, 8) + "_";

    private record Sealed(TenantId tenant, String text) {}

    /** The keys lie in tables that all tests of this JVM share, and they seal with other master keys. */
    @BeforeEach
    @AfterEach
    void forgetAllKeys() {
        ground.database.runInPlatform(tx -> {
            tx.update("DELETE FROM flame.tenant_keys");
            tx.update("DELETE FROM flame.platform_secrets");
            tx.update("DELETE FROM flame.registration_requests");
            tx.update("DELETE FROM flame.tenants WHERE name = 'rotated'");
        });
    }

    @Test
    void opensWithAFormerKeyWhatIsNotSealedAnewYet() {
        String sealed = secrets(OLD, "").seal(ground.tenant, PLACE, "token");

        assertThat(secrets(NEW, OLD).open(ground.tenant, PLACE, sealed)).isEqualTo("token");
        assertThat(secrets(NEW, key(7) + ", " + OLD).open(ground.tenant, PLACE, sealed))
                .isEqualTo("token");
        assertThat(secrets(OLD, NEW).open(ground.tenant, PLACE, sealed)).isEqualTo("token");
        assertThatThrownBy(() -> secrets(NEW, key(7)).open(ground.tenant, PLACE, sealed))
                .hasMessageContaining("FLAME_MASTER_KEY");
    }

    @Test
    void sealsOnlyWithTheCurrentKey() {
        String sealed = secrets(NEW, OLD).seal(ground.tenant, PLACE, "token");

        assertThat(secrets(NEW, "").open(ground.tenant, PLACE, sealed)).isEqualTo("token");
        assertThatThrownBy(() -> secrets(OLD, "").open(ground.tenant, PLACE, sealed))
                .hasMessageContaining("FLAME_MASTER_KEY");
    }

    @Test
    void makesTheOldKeyUselessAndTheNewOneEnough() {
        String sealed = secrets(OLD, "").seal(ground.tenant, PLACE, "token");
        String platform = platform(OLD, "").get("test/secret", () -> "planted");

        assertThat(rotate(NEW, OLD)).isEqualTo(new KeyRotation.Report(2, 0, List.of()));

        assertThat(secrets(NEW, "").open(ground.tenant, PLACE, sealed)).isEqualTo("token");
        assertThat(platform(NEW, "").get("test/secret", () -> "another")).isEqualTo(platform);
        assertThatThrownBy(() -> secrets(OLD, "").open(ground.tenant, PLACE, sealed))
                .hasMessageContaining(ground.tenant.slug());
        assertThatThrownBy(() -> platform(OLD, "").get("test/secret", () -> "another"))
                .hasMessageContaining("FLAME_MASTER_KEY");
    }

    @Test
    void findsNothingToDoWhenItIsRepeated() {
        secrets(OLD, "").seal(ground.tenant, PLACE, "token");
        rotate(NEW, OLD);
        String stored = keyset(ground.tenant);

        assertThat(rotate(NEW, OLD)).isEqualTo(new KeyRotation.Report(0, 1, List.of()));
        assertThat(keyset(ground.tenant)).isEqualTo(stored);
    }

    @Test
    void namesWhatNoKnownKeyOpensAndDoesTheRest() {
        TenantId other = Ground.newTenant();
        secrets(key(7), "").seal(other, PLACE, "token");
        secrets(OLD, "").seal(ground.tenant, PLACE, "token");

        assertThat(rotate(NEW, OLD)).isEqualTo(new KeyRotation.Report(1, 0, List.of(other.slug())));
    }

    @Test
    void keepsOneSecretOfThePlatformForAllNodes() {
        String first = platform(OLD, "").get("test/secret", () -> "planted");

        assertThat(first).isEqualTo("planted");
        assertThat(platform(OLD, "").get("test/secret", () -> "another")).isEqualTo("planted");
        List<String> stored = ground.database.inPlatform(
                tx -> tx.query("SELECT sealed FROM flame.platform_secrets", row -> row.getString(1)));
        assertThat(stored).singleElement().asString().doesNotContain("planted");
        ground.database.runInPlatform(tx -> tx.update("UPDATE flame.platform_secrets SET name = 'test/moved'"));
        assertThatThrownBy(() -> platform(OLD, "").get("test/moved", () -> "another"))
                .hasMessageContaining("does not open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "%%%", "AAAA,AAAA"})
    void namesTheKeysThatAreNone(String former) {
        Settings settings = Settings.of(Map.of("FLAME_MASTER_KEY", OLD, "FLAME_FORMER_MASTER_KEYS", former));

        assertThatThrownBy(() -> MasterKeys.of(settings))
                .hasMessageStartingWith("FLAME_FORMER_MASTER_KEYS must")
                .hasMessageNotContaining(former);
    }

    @Test
    void failsNobodyWhoReadsWhileTenThousandKeysAreSealedAnew() throws Exception {
        List<Sealed> all = plant(MANY);
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService nodes = Executors.newFixedThreadPool(2)) {
            // a node that has the new configuration already, and one that has not been rolled yet
            Future<Integer> rolled = nodes.submit(() -> readUntil(done, all, NEW, OLD));
            Future<Integer> waiting = nodes.submit(() -> readUntil(done, all, OLD, NEW));
            Instant begun = Instant.now();
            KeyRotation.Report report = rotate(NEW, OLD);
            Duration took = Duration.between(begun, Instant.now());
            done.set(true);
            int reads = rolled.get() + waiting.get();

            assertThat(report).isEqualTo(new KeyRotation.Report(MANY, 0, List.of()));
            assertThat(took).isLessThan(Duration.ofMinutes(5));
            System.out.printf(
                    "rotation: %d keys sealed anew in %d ms during %d reads, 0 failed%n", MANY, took.toMillis(), reads);
            assertThat(reads).isGreaterThan(100);
        }
        Secrets withoutTheOldKey = secrets(NEW, "");
        assertThat(all).allSatisfy(each -> assertThat(withoutTheOldKey.open(each.tenant(), PLACE, each.text()))
                .isEqualTo(each.tenant().slug()));
    }

    /** Opens rows at random with cold caches; a failure comes out of the future. */
    private int readUntil(AtomicBoolean done, List<Sealed> all, String current, String former) {
        int reads = 0;
        Secrets node = secrets(current, former);
        while (!done.get()) {
            Sealed each = all.get(ThreadLocalRandom.current().nextInt(all.size()));
            assertThat(node.open(each.tenant(), PLACE, each.text()))
                    .isEqualTo(each.tenant().slug());
            reads++;
            if (reads % 1_000 == 0) {
                node = secrets(current, former);
            }
        }
        return reads;
    }

    /** Rows of tenants without a schema, which are quicker to make. */
    private List<Sealed> plant(int count) throws SQLException, GeneralSecurityException {
        MasterKeys old = MasterKeys.of(settings(OLD, ""));
        List<Sealed> all = new ArrayList<>();
        try (Connection owner = TestDatabase.shared().owner().getConnection();
                PreparedStatement tenants =
                        owner.prepareStatement("INSERT INTO flame.tenants (slug, name) VALUES (?, 'rotated')");
                PreparedStatement keys =
                        owner.prepareStatement("INSERT INTO flame.tenant_keys (tenant, keyset) VALUES (?, ?)")) {
            owner.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                TenantId tenant = TenantId.of(prefix + i);
                KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
                tenants.setString(1, tenant.slug());
                tenants.addBatch();
                keys.setString(1, tenant.slug());
                keys.setString(2, Keysets.seal(keyset, old.current(), tenant));
                keys.addBatch();
                all.add(new Sealed(tenant, sealed(keyset, tenant)));
            }
            tenants.executeBatch();
            keys.executeBatch();
            owner.commit();
        }
        return all;
    }

    /** As {@link Secrets#seal} does it. */
    private static String sealed(KeysetHandle keyset, TenantId tenant) throws GeneralSecurityException {
        byte[] bound = (tenant.slug() + "/" + PLACE).getBytes(StandardCharsets.UTF_8);
        byte[] secret = tenant.slug().getBytes(StandardCharsets.UTF_8);
        Aead aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
        return Base64.getEncoder().encodeToString(aead.encrypt(secret, bound));
    }

    private String keyset(TenantId tenant) {
        return ground.database.inPlatform(tx -> tx.queryOne(
                        "SELECT keyset FROM flame.tenant_keys WHERE tenant = ?", row -> row.getString(1), tenant.slug())
                .orElseThrow());
    }

    private KeyRotation.Report rotate(String current, String former) {
        return KeyRotation.run(ground.database, settings(current, former));
    }

    private Secrets secrets(String current, String former) {
        return new Secrets(ground.database, settings(current, former));
    }

    private PlatformSecrets platform(String current, String former) {
        return new PlatformSecrets(ground.database, settings(current, former));
    }

    private static Settings settings(String current, String former) {
        return Settings.of(Map.of("FLAME_MASTER_KEY", current, "FLAME_FORMER_MASTER_KEYS", former));
    }

    private static String key(int filling) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        return Base64.getEncoder().encodeToString(key);
    }
}
