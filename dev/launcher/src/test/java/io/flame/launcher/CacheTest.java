package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheTest {
    @TempDir
    Path folder;

    @Test
    void makesAFolderOnceForManyWhoAskAtTheSameTime() {
        AtomicInteger made = new AtomicInteger();

        IntStream.range(0, 8).parallel().forEach(each -> new Cache(folder)
                .folder("redis", draft -> made.incrementAndGet()));

        assertThat(made).hasValue(1);
    }

    @Test
    void beginsAnewAfterAHalfMadeFolder() {
        Cache cache = new Cache(folder);
        assertThatThrownBy(() -> cache.folder("redis", draft -> {
                    write(draft.resolve("half"));
                    throw new StartFailed("no space left");
                }))
                .isInstanceOf(StartFailed.class);

        Path made = cache.folder("redis", draft -> write(draft.resolve("whole")));

        assertThat(made.resolve("half")).doesNotExist();
        assertThat(made.resolve("whole")).exists();
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
