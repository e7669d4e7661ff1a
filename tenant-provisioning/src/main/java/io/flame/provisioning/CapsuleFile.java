package io.flame.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.flame.kernel.InstallationKeys;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.provisioning.CapsuleManifest.Entry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An archive that somebody has brought. Nothing in it is believed before {@link #open} has checked the signature, and
 * nothing is unpacked: entries are read in place, and no further than the manifest allows. Whatever is wrong with it is a
 * {@link Problem} that says what.
 */
final class CapsuleFile implements AutoCloseable {
    private static final int LONGEST_MANIFEST = 4 << 20;
    private static final int MOST_ENTRIES = 1_000;
    private static final int MOST_LINES = 1_000_000;
    private static final int BUFFER = 1 << 20;
    private static final int LONGEST_LINE = 1 << 16;
    /** Text shrinks to a fifth or a tenth; only what was made to burst shrinks to this. */
    private static final int MOST_GROWTH = 200;

    private static final long HARMLESS = 256L << 20;
    private static final Pattern NAME = Pattern.compile("tables/[a-z][a-z0-9_]{0,62}\\.tsv|[a-z]{1,20}\\.jsonl");

    private final ZipFile zip;
    private final CapsuleManifest manifest;
    private final String fingerprint;

    private CapsuleFile(ZipFile zip, CapsuleManifest manifest, String fingerprint) {
        this.zip = zip;
        this.manifest = manifest;
        this.fingerprint = fingerprint;
    }

    /** Opens an archive whose signature and shape are right; its content is looked at by {@link #verify}. */
    static CapsuleFile open(Path file, CapsuleTrust trust) {
        ZipFile zip = zip(file);
        try {
            byte[] text = small(zip, CapsuleWriter.MANIFEST);
            CapsuleManifest manifest = manifest(text);
            checkSignature(manifest, text, small(zip, CapsuleWriter.SIGNATURE), trust);
            checkShape(zip, manifest, Files.size(file));
            byte[] digest = CapsuleWriter.sha256().digest(text);
            return new CapsuleFile(zip, manifest, HexFormat.of().formatHex(digest));
        } catch (IOException unreadable) {
            close(zip);
            throw damaged(reason(unreadable));
        } catch (RuntimeException refusal) {
            close(zip);
            throw refusal;
        }
    }

    CapsuleManifest manifest() {
        return manifest;
    }

    /** What tells this capsule from any other. */
    String fingerprint() {
        return fingerprint;
    }

    /** Reads everything once and compares it with the manifest. */
    void verify(Runnable alive) {
        byte[] buffer = new byte[BUFFER];
        for (Entry entry : manifest.entries()) {
            try (InputStream in = read(entry)) {
                while (in.read(buffer) >= 0) {
                    alive.run();
                }
            } catch (IOException unreadable) {
                throw damaged(entry.name() + ": " + reason(unreadable));
            }
        }
    }

    /** The entry's content; reading to its end fails unless it is exactly what the manifest says. */
    InputStream read(Entry entry) throws IOException {
        return new CheckedEntry(zip.getInputStream(Objects.requireNonNull(zip.getEntry(entry.name()))), entry);
    }

    /** The lines of a small entry. */
    <T> List<T> lines(String name, Class<T> type) {
        Entry entry = manifest.entry(name);
        if (entry.rows() > MOST_LINES || entry.bytes() > entry.rows() * LONGEST_LINE) {
            throw damaged(name + " is too large");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(read(entry), StandardCharsets.UTF_8))) {
            return reader.lines().map(line -> Json.read(line, type)).toList();
        } catch (IOException | UncheckedIOException | IllegalStateException unreadable) {
            throw damaged(name + " cannot be read");
        }
    }

    private static ZipFile zip(Path file) {
        try {
            return new ZipFile(file.toFile());
        } catch (IOException unreadable) {
            throw damaged("it is cut off, or no archive at all (" + reason(unreadable) + ")");
        }
    }

    private static CapsuleManifest manifest(byte[] text) {
        try {
            CapsuleManifest manifest = Json.mapper().readValue(text, CapsuleManifest.class);
            if (!CapsuleManifest.PRODUCT.equals(manifest.product())) {
                throw damaged("it is no capsule of this product");
            }
            if (manifest.format() > CapsuleManifest.FORMAT) {
                throw refused("The capsule has format %d, which is newer than this installation, which reads up to %d"
                        .formatted(manifest.format(), CapsuleManifest.FORMAT));
            }
            checkComplete(manifest);
            return manifest;
        } catch (JsonProcessingException unreadable) {
            throw damaged("its manifest cannot be read");
        } catch (IOException unreadable) {
            throw damaged(reason(unreadable));
        }
    }

    private static void checkComplete(CapsuleManifest manifest) {
        CapsuleManifest.Tenant tenant = manifest.tenant();
        boolean complete = tenant != null
                && manifest.createdAt() != null
                && manifest.signer() != null
                && manifest.recipient() != null
                && manifest.changeSets() != null
                && manifest.entries() != null
                && TenantId.isValid(String.valueOf(tenant.slug()))
                && tenant.id() != null
                && tenant.quotas() != null
                && tenant.planQuotas() != null;
        if (!complete) {
            throw damaged("its manifest is incomplete");
        }
    }

    private static void checkSignature(CapsuleManifest manifest, byte[] text, byte[] signature, CapsuleTrust trust) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            throw damaged("its signature cannot be read");
        }
        if (!InstallationKeys.verify(manifest.signer(), text, decoded)) {
            throw damaged("its manifest is not what was signed");
        }
        if (!trust.trusts(manifest.signer())) {
            throw refused("The capsule is signed by " + manifest.signer()
                    + ", which is not trusted: compare the key with that of the installation it is from");
        }
    }

    private static void checkShape(ZipFile zip, CapsuleManifest manifest, long size) {
        Set<String> there = new HashSet<>();
        zip.stream().forEach(entry -> {
            if (!there.add(entry.getName())) {
                throw damaged("it holds " + shown(entry.getName()) + " twice");
            }
        });
        Set<String> expected = new HashSet<>(Set.of(CapsuleWriter.MANIFEST, CapsuleWriter.SIGNATURE));
        long bytes = 0;
        for (Entry entry : manifest.entries()) {
            if (entry.name() == null || !NAME.matcher(entry.name()).matches() || !expected.add(entry.name())) {
                throw damaged("its manifest names an entry " + shown(String.valueOf(entry.name())));
            }
            if (entry.columns() == null || entry.sha256() == null) {
                throw damaged("its manifest is incomplete");
            }
            long sum = bytes + Math.max(0, entry.bytes());
            bytes = sum < 0 ? Long.MAX_VALUE : sum;
        }
        if (expected.size() > MOST_ENTRIES || bytes > Math.max(HARMLESS, size * MOST_GROWTH)) {
            throw damaged("it says that it unpacks to " + bytes + " bytes in " + expected.size() + " entries");
        }
        compare(there, expected);
    }

    private static void compare(Set<String> there, Set<String> expected) {
        for (String name : there) {
            if (!expected.contains(name)) {
                throw damaged("it holds " + shown(name) + ", which its manifest does not name");
            }
        }
        for (String name : expected) {
            if (!there.contains(name)) {
                throw damaged(name + " is missing");
            }
        }
    }

    private static byte[] small(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw damaged("it has no " + name);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] content = in.readNBytes(LONGEST_MANIFEST + 1);
            if (content.length > LONGEST_MANIFEST) {
                throw damaged(name + " is too large");
            }
            return content;
        }
    }

    static Problem damaged(String what) {
        return refused("The capsule is damaged: " + what);
    }

    static Problem refused(String detail) {
        return Problem.of(ProblemCode.INVALID, detail);
    }

    static String reason(IOException unreadable) {
        return String.valueOf(unreadable.getMessage());
    }

    /** Names from outside may hold anything. */
    private static String shown(String name) {
        return "'" + name.replaceAll("[^\\x20-\\x7e]", "?").substring(0, Math.min(name.length(), 100)) + "'";
    }

    private static void close(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            // it was only read
        }
    }

    @Override
    public void close() {
        close(zip);
    }
}
