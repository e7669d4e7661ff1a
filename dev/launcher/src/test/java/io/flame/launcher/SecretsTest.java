package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void names() {
        file = folder.resolve("secrets.json");
    }

    @Test
    void keepsAPasswordFromRunToRun() {
        String password = Secrets.in(file).password("postgres.flame_app");

        assertThat(Secrets.in(file).password("postgres.flame_app")).isEqualTo(password);
    }

    @Test
    void givesEachNameItsOwnPassword() {
        Secrets secrets = Secrets.in(file);

        assertThat(secrets.password("one")).isNotEqualTo(secrets.password("two"));
    }

    @Test
    void makesPasswordsThatFitIntoAUrl() {
        assertThat(Secrets.in(file).password("any")).matches("[A-Za-z0-9]{24}");
    }

    @Test
    void makesKeysOf32Bytes() {
        assertThat(Base64.getDecoder().decode(Secrets.in(file).key("flame.master")))
                .hasSize(32);
    }

    @Test
    void letsOnlyTheOwnerReadTheFile() throws IOException {
        Secrets.in(file).password("any");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
