package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void isClaimedByOneAtATime() throws IOException {
        DataFolder data = new DataFolder(folder);
        try (FileChannel first = data.claim().orElseThrow()) {
            assertThat(data.claim()).isEmpty();
            assertThat(first.isOpen()).isTrue();
        }
        try (FileChannel second = data.claim().orElseThrow()) {
            assertThat(second.isOpen()).isTrue();
        }
    }

    @Test
    void dropsTheDataAndNotWhatALinkPointsTo() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("keep"), "");
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.create();
        Files.createDirectories(data.node("flame"));
        Files.createSymbolicLink(data.node("flame").resolve("runtime"), elsewhere);

        data.clear();

        assertThat(data.node("flame")).doesNotExist();
        assertThat(elsewhere.resolve("keep")).exists();
    }

    @Test
    void keepsTheLogOfTheLastRun() throws IOException {
        DataFolder data = new DataFolder(folder);
        data.create();
        Files.writeString(data.log("redis"), "old");

        data.rotateLog("redis");

        assertThat(data.log("redis")).doesNotExist();
        assertThat(data.logs().resolve("redis.log.1")).hasContent("old");
    }
}
