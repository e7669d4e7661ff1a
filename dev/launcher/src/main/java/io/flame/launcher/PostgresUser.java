package io.flame.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL refuses to run as root; in a user namespace of its own the same process is nobody. */
final class PostgresUser {
    private static final Path UNSHARE = Path.of("/usr/bin/unshare");

    private PostgresUser() {}

    static List<String> unprivileged(List<String> arguments) {
        if (!"root".equals(System.getProperty("user.name"))) {
            return arguments;
        }
        if (!Files.isExecutable(UNSHARE)) {
            throw new StartFailed("PostgreSQL does not run as root: use another user, or install " + UNSHARE);
        }
        List<String> wrapped = new ArrayList<>(List.of(UNSHARE.toString(), "-U"));
        wrapped.addAll(arguments);
        return wrapped;
    }
}
