package io.flame.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** One process of FLAME: {@code flame.war} on Payara Micro. */
public final class FlameNode extends Server {
    // Payara sleeps that long before it stops, whatever is going on; nothing here takes the node out of service first.
    private static final int GRACE_MILLIS = 200;
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Supplier<PayaraRuntime> payara;
    private final Supplier<Path> war;
    private final int port;
    private final Supplier<Map<String, String>> environment;

    FlameNode(
            String name,
            DataFolder data,
            Supplier<PayaraRuntime> payara,
            Supplier<Path> war,
            int port,
            Supplier<Map<String, String>> environment) {
        super(name, data);
        this.payara = payara;
        this.war = war;
        this.port = port;
        this.environment = environment;
    }

    /** {@code http://localhost:port} of this node alone. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** The port of the loopback address it listens on. */
    public int port() {
        return port;
    }

    @Override
    Duration patience() {
        return Duration.ofMinutes(5);
    }

    @Override
    Duration pollInterval() {
        return Duration.ofMillis(200);
    }

    // The health checks answer a moment before the application's own paths do.
    @Override
    boolean isReady() throws IOException, InterruptedException {
        return Http.status(url() + "/health/ready") == OK && Http.status(url() + "/") != UNAVAILABLE;
    }

    @Override
    Command command() {
        Path root = payara.get().nodeRoot(data().node(name()));
        List<String> arguments = new ArrayList<>();
        arguments.add(Java.program());
        arguments.addAll(List.of("-Xmx400m", "-XX:+ExitOnOutOfMemoryError", classArchive()));
        arguments.addAll(Java.quiet());
        arguments.addAll(ownOptions());
        arguments.addAll(payara.get().program(root));
        arguments.addAll(payaraOptions(root));
        Map<String, String> all = new HashMap<>(environment.get());
        all.put("PORT", "" + port);
        all.put("FLAME_NODE_NAME", name());
        return new Command(arguments, all);
    }

    /** Publishes the class archive that the ended run has written, whole or not at all. */
    @Override
    void afterStop() {
        try {
            if (Files.exists(archiveDraft()) && Files.size(archiveDraft()) > 0) {
                Files.move(archiveDraft(), payara.get().archive(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> payaraOptions(Path root) {
        return List.of(
                "--nocluster",
                "--nohazelcast",
                "--nohostaware",
                "--disablephonehome",
                "--port",
                "" + port,
                "--shutdowngrace",
                "" + GRACE_MILLIS,
                "--prebootcommandfile",
                PayaraRuntime.preboot(root).toString(),
                "--logproperties",
                PayaraRuntime.logging(root).toString(),
                "--contextroot",
                "/",
                "--deploy",
                war.get().toString());
    }

    private String classArchive() {
        return Files.exists(payara.get().archive())
                ? "-XX:SharedArchiveFile=" + payara.get().archive()
                : "-XX:ArchiveClassesAtExit=" + archiveDraft();
    }

    private Path archiveDraft() {
        return data().node(name()).resolve("classes.jsa");
    }

    private static List<String> ownOptions() {
        String options = System.getenv().getOrDefault("FLAME_JAVA_OPTS", "").strip();
        return options.isEmpty() ? List.of() : Arrays.asList(options.split("\\s+"));
    }
}
