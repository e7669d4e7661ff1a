package io.flame.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Keycloak unpacked and built for PostgreSQL, with FLAME's realm to import; made once per machine (about 25 s). */
final class KeycloakDistribution {
    private static final String REALM = "flame-realm.json";
    private static final List<String> BUILD_OPTIONS =
            List.of("build", "--db=postgres", "--health-enabled=true", "--metrics-enabled=true");

    /** Keycloak looks at a pooled connection every 2 minutes only; after a restart of PostgreSQL the next calls get 500. */
    private static final String POOL = "quarkus.datasource.jdbc.validate-on-borrow=true\n";

    private final Cache cache;
    private final Path archive;

    KeycloakDistribution(Cache cache, Path archive) {
        this.cache = cache;
        this.archive = archive;
    }

    /** Keycloak's home folder, ready for {@code start --optimized --import-realm}. */
    Path home() {
        return cache.folder(name(), this::make);
    }

    // A changed realm or option gives another name, so that a cache of an older FLAME is never used.
    private String name() {
        String version = archive.getFileName().toString().replaceAll("\\.zip$", "");
        return version + "-" + hash().substring(0, 12);
    }

    private void make(Path folder) {
        unzip(folder);
        write(folder.resolve("conf"), "quarkus.properties", POOL.getBytes(StandardCharsets.UTF_8));
        Shell.run(
                folder,
                Map.of("JAVA_HOME", Java.home().toString()),
                Stream.concat(Stream.of(folder.resolve("bin/kc.sh").toString()), BUILD_OPTIONS.stream())
                        .toList());
        write(folder.resolve("data/import"), REALM, realm());
    }

    private void unzip(Path folder) {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                unzip(zip, entry, folder);
            }
            if (!folder.resolve("bin/kc.sh").toFile().setExecutable(true)) {
                throw new IOException("Cannot make bin/kc.sh executable");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + archive, e);
        }
    }

    private static void unzip(ZipFile zip, ZipEntry entry, Path folder) throws IOException {
        // Everything lies in one folder named after the version.
        Path inside = Path.of(entry.getName());
        if (inside.getNameCount() < 2) {
            return;
        }
        Path target = folder.resolve(inside.subpath(1, inside.getNameCount())).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("Entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
            Files.copy(in, target);
        }
    }

    private static void write(Path folder, String name, byte[] content) {
        try {
            Files.write(Files.createDirectories(folder).resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The realm file as it is shipped, with its placeholders. */
    static JsonNode realmFile() throws IOException {
        return Json.MAPPER.readTree(realm());
    }

    private static byte[] realm() {
        try (InputStream in = Objects.requireNonNull(KeycloakDistribution.class.getResourceAsStream(REALM))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(realm());
            digest.update((String.join(" ", BUILD_OPTIONS) + POOL).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
