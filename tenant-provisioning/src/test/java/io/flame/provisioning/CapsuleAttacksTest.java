package io.flame.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.kernel.InstallationKeys;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a capsule is named, and nothing of it stays. */
@Tag("servers")
class CapsuleAttacksTest {
    /** Deflate has no block of this type. */
    private static final byte NO_BLOCK = 7;

    private static final String MESSAGES = "tables/messages.tsv";

    private final CapsuleGround ground = new CapsuleGround();

    @TempDir
    private Path folder;

    private Path good;
    private Path bad;

    @BeforeEach
    void export() {
        good = folder.resolve("good.capsule");
        bad = folder.resolve("bad.capsule");
        ground.export(good);
    }

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void refusesRowsThatWereChanged() {
        change(files -> files.put(
                MESSAGES, text(files, MESSAGES).replace("Buenas", "Malas!").getBytes(StandardCharsets.UTF_8)));
        refuses("tables/messages.tsv is not what its manifest says");
    }

    @Test
    void refusesRowsThatWereAdded() {
        change(files ->
                files.put(MESSAGES, (text(files, MESSAGES) + "x".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8)));
        refuses("tables/messages.tsv is longer than its manifest says");
    }

    @Test
    void refusesAManifestThatWasChanged() {
        change(files -> files.put(
                "manifest.json",
                text(files, "manifest.json")
                        .replace("\"plan\":\"business\"", "\"plan\":\"unlimite\"")
                        .getBytes(StandardCharsets.UTF_8)));
        refuses("its manifest is not what was signed");
    }

    @Test
    void refusesWhatIsMissingOrDoesNotBelongThere() {
        change(files -> files.remove("tables/contacts.tsv"));
        refuses("tables/contacts.tsv is missing");
        change(files -> files.put("../../escaped", new byte[] {1}));
        refuses("'../../escaped', which its manifest does not name");
        assertThat(Files.exists(folder.resolve("../../escaped"))).isFalse();
    }

    @Test
    void refusesWhatIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(good);
        Files.write(bad, Arrays.copyOf(whole, whole.length / 2));
        refuses("cut off");
        Files.writeString(bad, "no archive");
        refuses("no archive at all");
    }

    @ParameterizedTest
    @ValueSource(strings = {"key.jsonl", "routes.jsonl"})
    void refusesWhatDoesNotUnpack(String name) throws IOException {
        byte[] whole = Files.readAllBytes(good);
        int begin = new String(whole, StandardCharsets.ISO_8859_1).indexOf(name);
        int extra = whole[begin - 2] + 256 * whole[begin - 1];
        whole[begin + name.length() + extra] = NO_BLOCK;
        Files.write(bad, whole);

        refuses("The capsule is damaged: " + name + " cannot be read");
    }

    @Test
    void refusesNamesThatLeadElsewhereAlsoWhenTheyAreSigned() {
        change(files -> {
            files.put("tables/../../x.tsv", new byte[0]);
            signed(files, manifest -> ((ArrayNode) manifest.get("entries"))
                    .addObject()
                    .put("name", "tables/../../x.tsv")
                    .put("rows", 0)
                    .put("bytes", 0)
                    .put("sha256", "")
                    .putArray("columns"));
        });
        refuses("its manifest names an entry 'tables/../../x.tsv'");
    }

    @Test
    void refusesWhatWouldBurst() {
        change(files ->
                signed(files, manifest -> ((ObjectNode) manifest.get("entries").get(0)).put("bytes", 1L << 50)));
        refuses("it says that it unpacks to");
    }

    @Test
    void undoesAnImportWhoseRowsCannotBeStored() {
        change(files -> {
            byte[] rows =
                    text(files, MESSAGES).replace("\tagent\t", "\talien\t").getBytes(StandardCharsets.UTF_8);
            files.put(MESSAGES, rows);
            String sha256 = HexFormat.of().formatHex(CapsuleWriter.sha256().digest(rows));
            signed(files, manifest -> manifest.get("entries").forEach(entry -> {
                if (entry.path("name").asText().equals(MESSAGES)) {
                    ((ObjectNode) entry).put("sha256", sha256);
                }
            }));
        });
        ground.goneHere();
        refuses("cannot be stored");
        assertThat(ground.there.keycloak.users).isEmpty();
    }

    @Test
    void refusesWhatIsNewerThanItself() {
        change(files ->
                signed(files, manifest -> ((ArrayNode) manifest.get("changeSets")).add("kernel-9999-future 9:abc")));
        refuses("newer version than this installation, which does not know kernel-9999-future");
        change(files -> signed(files, manifest -> manifest.put("format", 2)));
        refuses("has format 2, which is newer");
    }

    @Test
    void refusesWhatIsForSomebodyElseOrFromSomebodyElse() {
        ground.here.provisioning.capsules().write(ground.slug, bad, Optional.empty());
        refuses("The capsule is closed for flame-recipient-");
        assertThatThrownBy(() -> ground.there
                        .provisioning
                        .capsules()
                        .read(good, Optional.empty(), CapsuleTrust.in(Set.of("flame-signer-other"))))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("which is not trusted");
    }

    @Test
    void refusesProvidersAccountsThatAreAnotherTenants() throws IOException {
        String other = Installation.freshSlug();
        ground.there.provisioning.create(Installation.tenant(other));
        ground.there.execute("INSERT INTO flame.channel_routes (platform, external_id, tenant, integration_id) VALUES"
                + " ('whatsapp', '" + ground.number + "', '" + other + "', gen_random_uuid())");
        Files.copy(good, bad);
        refuses("is connected to the tenant " + other + " here");
        ground.there.migrations().dropTenantSchema(other);
    }

    @Test
    void refusesANameThatIsTaken() throws IOException {
        ground.there.provisioning.create(Installation.tenant(ground.slug + "x"));
        Files.copy(good, bad);
        assertThatThrownBy(() -> ground.importThere(bad, ground.slug + "x")).hasMessageContaining("exists already");
        ground.there.migrations().dropTenantSchema(ground.slug + "x");
    }

    private void refuses(String reason) {
        String before = everything();
        assertThatThrownBy(() -> ground.importThere(bad, ground.slug))
                .isInstanceOf(Problem.class)
                .hasMessageContaining(reason);
        assertThat(everything()).isEqualTo(before);
        assertThat(ground.there.keycloak.organizations.values())
                .noneMatch(each -> each.path("alias").asText().equals(ground.slug));
    }

    private String everything() {
        return CapsuleGround.content(ground.there, "flame")
                        .replaceAll("(?s)(platform_secrets|capsule_runs)\\[.*?]\\n", "")
                + ground.there.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%' ORDER BY 1");
    }

    private void signed(Map<String, byte[]> files, Consumer<ObjectNode> change) {
        ObjectNode manifest = Json.read(text(files, "manifest.json"), ObjectNode.class);
        change.accept(manifest);
        byte[] text = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
        files.put("manifest.json", text);
        byte[] signature = new InstallationKeys(ground.here.platformSecrets(), ground.here.secrets()).sign(text);
        files.put("manifest.sig", Base64.getEncoder().encode(signature));
    }

    private void change(Consumer<Map<String, byte[]>> change) {
        try (ZipFile zip = new ZipFile(good.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bad))) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            for (ZipEntry entry : zip.stream().toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
            change.accept(files);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }
}
