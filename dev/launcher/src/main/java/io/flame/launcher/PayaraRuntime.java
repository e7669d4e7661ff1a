package io.flame.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Payara Micro unpacked once per machine. Its classes then lie on the ordinary class path, where the Java runtime can
 * map them from an archive: a start takes 4 s instead of 9.
 */
final class PayaraRuntime {
    private static final String LAUNCHER = "launch-micro.jar";
    private static final String PROGRAM = "node.jar";
    private static final String LIBRARIES = "runtime";
    private static final String LOGGING = "payara-logging.properties";
    private static final String LOOPBACK =
            "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener.address="
                    + "127.0.0.1\n";

    private final Cache cache;
    private final Path jar;
    private final Path settings;

    /** @param settings the commands that configure every Payara Micro of FLAME, here and where it is shipped */
    PayaraRuntime(Cache cache, Path jar, Path settings) {
        this.cache = cache;
        this.jar = jar;
        this.settings = settings;
    }

    /** A root folder for one node, made anew: nothing of a killed node's configuration is left in it. */
    Path nodeRoot(Path folder) {
        Path shared = unpacked();
        DataFolder.delete(folder);
        try {
            Files.createDirectories(folder);
            copyAllBut(shared, folder);
            Files.createSymbolicLink(folder.resolve(LIBRARIES), shared.resolve(LIBRARIES));
            Files.writeString(preboot(folder), Files.readString(settings) + LOOPBACK);
            copyLogging(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + folder, e);
        }
        return folder;
    }

    /** The arguments of Java that start Payara Micro in a node root. */
    List<String> program(Path nodeRoot) {
        Path program = unpacked().resolve(PROGRAM);
        return List.of(
                "-Dfish.payara.micro.BootJar=" + program.toUri(),
                "-Dfish.payara.micro.UnpackDir=" + nodeRoot,
                "-jar",
                program.toString(),
                "--rootdir",
                nodeRoot.toString());
    }

    /** The commands to run before the server listens. */
    static Path preboot(Path nodeRoot) {
        return nodeRoot.resolve("preboot.txt");
    }

    /** What is logged, and how. */
    static Path logging(Path nodeRoot) {
        return nodeRoot.resolve(LOGGING);
    }

    /** The archive of loaded classes; written at the end of a first run, see {@link FlameNode}. */
    Path archive() {
        return cache.root().resolve(name() + "-node-" + Java.fingerprint() + ".jsa");
    }

    private Path unpacked() {
        return cache.folder(name() + "-node", this::unpack);
    }

    private String name() {
        return jar.getFileName().toString().replaceAll("\\.jar$", "");
    }

    private void unpack(Path folder) {
        Shell.run(
                folder,
                Map.of(),
                List.of(Java.program(), "-jar", jar.toString(), "--rootdir", folder.toString(), "--outputlauncher"));
        try {
            writeProgram(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + folder, e);
        }
    }

    /**
     * Payara's own launcher takes the folder that its classes come from for the root, whatever it is told; and classes
     * out of an archive come from where the archive was written. So the server itself is started, with what the launcher
     * opens to it.
     */
    private static void writeProgram(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        try (JarFile launcher = new JarFile(folder.resolve(LAUNCHER).toFile())) {
            manifest.getMainAttributes().putAll(launcher.getManifest().getMainAttributes());
        }
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MAIN_CLASS, attributes.getValue("Start-Class"));
        attributes.put(Attributes.Name.CLASS_PATH, LAUNCHER + " " + attributes.getValue(Attributes.Name.CLASS_PATH));
        new JarOutputStream(Files.newOutputStream(folder.resolve(PROGRAM)), manifest).close();
    }

    private static void copyAllBut(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.equals(from)).toList()) {
                Path relative = from.relativize(file);
                if (relative.startsWith(LIBRARIES) || relative.toString().endsWith(".jar")) {
                    continue;
                }
                Files.copy(file, to.resolve(relative), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void copyLogging(Path folder) throws IOException {
        try (InputStream in = Objects.requireNonNull(PayaraRuntime.class.getResourceAsStream(LOGGING))) {
            Files.copy(in, logging(folder));
        }
    }
}
