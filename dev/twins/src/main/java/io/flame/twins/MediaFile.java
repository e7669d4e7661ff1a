package io.flame.twins;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A file that travels with a message.
 *
 * @param mimeType such as {@code image/png}
 */
record MediaFile(String mimeType, byte[] bytes) {

    /** Something plausible of a message type, always the same for the same seed. */
    static MediaFile sample(String messageType, String seed) {
        return switch (messageType) {
            case "audio" -> new MediaFile("audio/ogg", opening("OggS\0\2\0\0\0\0\0\0\0\0", seed));
            case "video" -> new MediaFile("video/mp4", opening("\0\0\0\u0018ftypmp42\0\0\0\0mp42isom", seed));
            case "sticker" -> new MediaFile("image/webp", sticker());
            case "document" -> new MediaFile("application/pdf", Samples.pdf(seed));
            default -> new MediaFile("image/png", Samples.png(seed.hashCode()));
        };
    }

    private static byte[] opening(String start, String seed) {
        byte[] head = start.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(4096).put(head).putInt(seed.hashCode()).array();
    }

    /** One transparent pixel. */
    private static byte[] sticker() {
        return Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");
    }

    /** As Graph answers it when asked for the file. */
    String sha256Hex() {
        return HexFormat.of().formatHex(sha256());
    }

    /** As it stands in a webhook. */
    String sha256Base64() {
        return Base64.getEncoder().encodeToString(sha256());
    }

    private byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
