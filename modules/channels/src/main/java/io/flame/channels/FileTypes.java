package io.flame.channels;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Tells what a file is from its first bytes; what its sender calls it counts only where that can do no harm. */
final class FileTypes {

    static final String UNKNOWN = "application/octet-stream";

    private static final int RIFF_KIND = 8;
    private static final int FTYP = 4;
    private static final Set<String> HARMLESS = Set.of("audio", "video");

    private FileTypes() {}

    static String of(byte[] data, Optional<String> declared) {
        return sniff(data).or(() -> declared.flatMap(FileTypes::harmless)).orElse(UNKNOWN);
    }

    private static Optional<String> sniff(byte[] data) {
        if (startsWith(data, 0, "\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        if (startsWith(data, 0, "\u0089PNG\r\n")) {
            return Optional.of("image/png");
        }
        if (startsWith(data, 0, "GIF8")) {
            return Optional.of("image/gif");
        }
        if (startsWith(data, 0, "RIFF") && startsWith(data, RIFF_KIND, "WEBP")) {
            return Optional.of("image/webp");
        }
        if (startsWith(data, 0, "%PDF-")) {
            return Optional.of("application/pdf");
        }
        return sniffSound(data);
    }

    private static Optional<String> sniffSound(byte[] data) {
        if (startsWith(data, 0, "OggS")) {
            return Optional.of("audio/ogg");
        }
        if (startsWith(data, 0, "ID3")) {
            return Optional.of("audio/mpeg");
        }
        if (startsWith(data, 0, "#!AMR")) {
            return Optional.of("audio/amr");
        }
        if (startsWith(data, FTYP, "ftypM4A")) {
            return Optional.of("audio/mp4");
        }
        return startsWith(data, FTYP, "ftyp") ? Optional.of("video/mp4") : Optional.empty();
    }

    /** Only the type itself: parameters such as {@code codecs=opus} are left out. */
    private static Optional<String> harmless(String declared) {
        String type = declared.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        boolean known = type.matches("[a-z]{1,20}/[a-z0-9.+-]{1,60}") && HARMLESS.contains(type.split("/", 2)[0]);
        return known ? Optional.of(type) : Optional.empty();
    }

    private static boolean startsWith(byte[] data, int at, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        return data.length >= at + expected.length
                && java.util.Arrays.equals(data, at, at + expected.length, expected, 0, expected.length);
    }
}
