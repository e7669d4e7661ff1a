package io.flame.launcher;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The servers that a command works on: those the environment names, else those of the stack that runs. */
final class ServersOption {
    @Mixin
    private DataOption option = new DataOption();

    Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(running());
        all.putAll(System.getenv());
        if (!all.containsKey("DATABASE_URL") && !all.containsKey("DATABASE_ADMIN_URL")) {
            throw new StartFailed("There is no database: run ./flame up first, or set DATABASE_URL");
        }
        return Map.copyOf(all);
    }

    Secrets secrets() {
        return option.data().secrets();
    }

    private Map<String, String> running() {
        DataFolder data = option.data();
        if (!Files.exists(data.environment()) || LauncherState.read(data).isEmpty()) {
            return Map.of();
        }
        try {
            return Json.MAPPER.readValue(data.environment().toFile(), new TypeReference<Map<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
