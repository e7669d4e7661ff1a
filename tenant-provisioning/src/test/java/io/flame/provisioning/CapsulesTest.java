package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class CapsulesTest {
    private final CapsuleGround ground = new CapsuleGround();
    private final String slug = ground.slug;
    private final List<String> made = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void chooseFile() {
        file = folder.resolve("tenant.capsule");
    }

    @AfterEach
    void close() {
        made.forEach(ground.there.migrations()::dropTenantSchema);
        ground.close();
    }

    @Test
    void bringsEveryRowToAnotherInstallation() {
        CapsuleManifest manifest = ground.export(file);
        ground.goneHere();

        CapsuleReport report = imported(slug);

        assertThat(report.tables())
                .extracting(CapsuleReport.Table::rows)
                .containsExactlyElementsOf(manifest.tables().stream()
                        .map(CapsuleManifest.Entry::rows)
                        .toList());
        for (CapsuleManifest.Entry entry : manifest.tables()) {
            assertThat(ground.there.rows("SELECT count(*) FROM t_" + slug + "."
                            + entry.table().orElseThrow()))
                    .as(entry.name())
                    .containsExactly(Long.toString(entry.rows()));
        }
        assertThat(ground.there.rows("SELECT content || status FROM t_" + slug + ".messages ORDER BY seq"))
                .containsExactly("¿Hola? \\. \\N \u2028 €sent", "Buenassent", "On its wayunknown");
        assertThat(ground.there.rows("SELECT encode(data, 'hex') FROM t_" + slug + ".attachments"))
                .containsExactly("00ff10");
        assertThat(ground.there.rows("SELECT name FROM t_" + slug + ".contacts"))
                .containsExactly("Zoë\t\\N \"B\"\n");
        assertThat(report.heldMessages()).isEqualTo(1);
        assertThat(report.accountsCreated()).isEqualTo(2);
        assertThat(ground.there.rows("SELECT status, plan FROM flame.tenants WHERE slug = '" + slug + "'"))
                .containsExactly("suspended|business");
        assertThat(ground.there.rows("SELECT kind FROM flame.jobs WHERE tenant = '" + slug + "'"))
                .containsExactly("media");
    }

    @Test
    void keepsSecretsUnderAnotherNameAndShowsNoneInTheArchive() throws Exception {
        ground.export(file);
        String other = Installation.freshSlug();

        imported(other);

        TenantId tenant = TenantId.of(other);
        String sealed = ground.there
                .rows("SELECT credentials -> 'accessToken' ->> 'sealed' FROM t_" + other + ".integrations")
                .getFirst();
        String place = "integration/" + ground.integration + "/accessToken";
        assertThat(ground.there.secrets().open(tenant, place, sealed)).isEqualTo(CapsuleGround.ACCESS_TOKEN);
        String key = ground.there
                .rows("SELECT value #>> '{}' FROM t_" + other + ".settings")
                .getFirst();
        assertThat(ground.there.secrets().open(tenant, "settings/privacy.receipt_key", key))
                .isEqualTo(CapsuleGround.RECEIPT_KEY);
        assertThat(ground.there.rows("SELECT platform FROM flame.channel_routes WHERE tenant = '" + other + "'"))
                .containsExactlyInAnyOrder("whatsapp", "whatsapp.verify");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text).as(entry.getName()).doesNotContain("canary-77");
            }
        }
    }

    @Test
    void givesProvidersUnderAnotherNameAliasesOfTheirOwn() {
        String alias = "sso-" + slug + "-0123456789ab";
        ground.here.execute("INSERT INTO t_" + slug + ".identity_providers"
                + " (id, alias, type, name, domain, role, enabled, challenge, settings) VALUES (gen_random_uuid(), '"
                + alias + "', 'oidc', 'Entra', 'cafe.test', 'agent', true, 'invented', '{}'), (gen_random_uuid(), '"
                + alias + "c', 'oidc', 'Okta', 'bar.test', 'agent', true, 'invented', '{}')");
        ground.export(file);
        String other = Installation.freshSlug();

        imported(other);
        assertThat(aliases(other))
                .hasSize(2)
                .doesNotHaveDuplicates()
                .allMatch(each -> each.matches("sso-" + other + "-[0-9a-f]{12}"));
        assertThat(ground.there.rows("SELECT alias FROM flame.sso_domains")).isEmpty();

        ground.goneHere();
        ground.there.execute("DELETE FROM flame.channel_routes");
        imported(slug);
        assertThat(aliases(slug)).containsExactly(alias, alias + "c");
    }

    private List<String> aliases(String name) {
        return ground.there.rows("SELECT alias FROM t_" + name + ".identity_providers ORDER BY 1");
    }

    @Test
    void letsPeopleKeepWhatTheyDidUnderTheirNewAccount() {
        ground.export(file);
        ground.goneHere();
        imported(slug);

        String id = ground.there
                .rows("SELECT id FROM t_" + slug + ".users WHERE role = 'admin'")
                .getFirst();
        assertThat(ground.there.keycloak.users).containsKey(id);
        assertThat(ground.there.keycloak.passwords).isEmpty();
        assertThat(ground.there.rows("SELECT DISTINCT sender_id FROM t_" + slug + ".messages WHERE sender = 'agent'"))
                .containsExactly(id);
        assertThat(ground.there.rows("SELECT user_id FROM t_" + slug + ".conversations"))
                .containsExactly(id);
    }

    @Test
    void tellsListenersWhatTheyHaveNotHeardAndNumbersOnWhereItStopped() {
        ground.export(file);
        ground.goneHere();
        imported(slug);

        assertThat(ground.there.rows("SELECT count(*) FROM t_" + slug + ".events e, t_" + slug
                        + ".event_progress p WHERE (e.tx, e.id) > (p.tx, p.id)"))
                .containsExactly("1");
        ground.there.execute("INSERT INTO t_" + slug + ".events (type, fact, data) VALUES ('a', 'b', '{}')");
        assertThat(ground.there.rows("SELECT id FROM t_" + slug + ".events ORDER BY tx, id"))
                .containsExactly("1", "2");
    }

    @Test
    void comesBackToWhereItWasDeleted() {
        ground.export(file);
        Path own = folder.resolve("own.capsule");
        ground.here.provisioning.capsules().write(slug, own, Optional.empty());
        String others = ground.here
                .rows("SELECT id FROM flame.tenants WHERE slug = '" + slug + "'")
                .getFirst();
        ground.goneHere();

        ground.here.provisioning.capsules().read(own, Optional.empty(), CapsuleTrust.in(Set.of()));

        assertThat(ground.here.rows("SELECT id, status FROM flame.tenants WHERE slug = '" + slug + "'"))
                .containsExactly(others + "|suspended");
    }

    @Test
    void refusesATenantThatIsAtWork() {
        assertThatThrownBy(() -> ground.here.provisioning.capsules().write(slug, file, Optional.empty()))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("suspend it first");
        assertThat(Files.exists(file)).isFalse();
    }

    private CapsuleReport imported(String name) {
        made.add(name);
        return ground.importThere(file, name);
    }
}
