package io.flame.provisioning;

import io.flame.kernel.InstallationKeys;
import io.flame.kernel.Json;
import io.flame.provisioning.CapsuleManifest.Entry;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive from its beginning to its end, whatever its size, and notes what it has written. */
final class CapsuleWriter implements AutoCloseable {
    static final String MANIFEST = "manifest.json";
    static final String SIGNATURE = "manifest.sig";
    private static final int BUFFER = 1 << 16;

    private final ZipOutputStream zip;
    private final List<Entry> entries = new ArrayList<>();

    /** Writes the content of an entry and tells how many rows it was. */
    @FunctionalInterface
    interface Content {
        long write(OutputStream out) throws Exception;
    }

    CapsuleWriter(OutputStream out) {
        this.zip = new ZipOutputStream(new BufferedOutputStream(out, BUFFER));
        zip.setLevel(Deflater.BEST_SPEED);
    }

    void add(String name, List<String> columns, Content content) throws Exception {
        begin(name);
        Counted counted = new Counted(zip);
        long rows = content.write(counted);
        zip.closeEntry();
        entries.add(new Entry(name, rows, counted.bytes, counted.sha256(), columns));
    }

    /** One line of JSON for each. */
    void addLines(String name, List<?> lines) throws Exception {
        add(name, List.of(), out -> {
            for (Object line : lines) {
                out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return lines.size();
        });
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    void seal(CapsuleManifest manifest, InstallationKeys keys) throws IOException {
        byte[] text = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
        begin(MANIFEST);
        zip.write(text);
        zip.closeEntry();
        begin(SIGNATURE);
        zip.write(Base64.getEncoder().encode(keys.sign(text)));
        zip.closeEntry();
    }

    private void begin(String name) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Passes on what is written, and knows how much and what it was. */
    static final class Counted extends FilterOutputStream {
        private final MessageDigest digest = CapsuleWriter.sha256();
        private long bytes;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            digest.update((byte) value);
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            out.write(buffer, offset, length);
            digest.update(buffer, offset, length);
            bytes += length;
        }

        /** What is passed on belongs to a larger whole, which goes on. */
        @Override
        public void close() throws IOException {
            out.flush();
        }

        long bytes() {
            return bytes;
        }

        String sha256() {
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
