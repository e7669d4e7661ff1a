package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackDescriptionTest {
    private static final StackDescription.Login LOGIN = new StackDescription.Login("admin@acme.test", "secret");
    private static final StackDescription DESCRIPTION = new StackDescription(
            "http://localhost:8080",
            List.of("http://localhost:41001"),
            "http://localhost:41002",
            "http://localhost:41003",
            "postgresql://postgres:x@localhost:5/flame",
            "redis://localhost:6",
            new StackDescription.Pids(List.of(1L), 2L, 3L, 4L, null),
            new StackDescription.Login("operator@flame.test", "secret"),
            List.of(new StackDescription.DemoTenant(
                    "acme",
                    "t_acme",
                    LOGIN,
                    LOGIN,
                    List.of(new StackDescription.DemoIntegration(
                            "id", "whatsapp", "300200100900801", "app", "verify", null)))));

    @TempDir
    Path folder;

    @Test
    void hasTheNamesOthersRelyOn() throws IOException {
        JsonNode json = Json.MAPPER.readTree(written().toFile());

        assertThat(json.fieldNames())
                .toIterable()
                .containsExactly(
                        "baseUrl",
                        "nodes",
                        "twinsUrl",
                        "keycloakUrl",
                        "databaseUrl",
                        "redisUrl",
                        "pids",
                        "operator",
                        "tenants");
        assertThat(json.at("/pids/flame/0").asLong()).isEqualTo(1);
        assertThat(json.at("/pids/twins").isNull()).isTrue();
        assertThat(json.at("/tenants/0").fieldNames())
                .toIterable()
                .containsExactly("slug", "schema", "admin", "agent", "integrations");
        assertThat(json.at("/tenants/0/integrations/0").fieldNames())
                .toIterable()
                .containsExactly("id", "platform", "externalId", "appSecret", "verifyToken", "secretToken");
    }

    @Test
    void isReadBackAsItWasWritten() {
        assertThat(Json.read(written(), StackDescription.class)).isEqualTo(DESCRIPTION);
    }

    @Test
    void leavesNoDraftBesideIt() throws IOException {
        written();

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("flame.json"));
        }
    }

    private Path written() {
        Path file = folder.resolve("flame.json");
        Json.write(file, DESCRIPTION);
        return file;
    }
}
