package io.flame.twins;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Small files drawn by hand: the desktop classes that could do it would triple start time and memory. */
final class Samples {
    private static final int SIDE = 240;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Samples() {}

    /** A picture of soft hills whose colours follow from the seed. */
    static byte[] png(int seed) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PNG);
        // 8 bits a channel, true colour, no interlace.
        byte[] header = ByteBuffer.allocate(13)
                .putInt(SIDE)
                .putInt(SIDE)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        chunk(out, "IHDR", header);
        chunk(out, "IDAT", deflate(pixels(seed)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 checksum = new CRC32();
        checksum.update(name);
        checksum.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }

    private static byte[] pixels(int seed) {
        ByteBuffer pixels = ByteBuffer.allocate(SIDE * (SIDE * 3 + 1));
        for (int y = 0; y < SIDE; y++) {
            pixels.put((byte) 0);
            for (int x = 0; x < SIDE; x++) {
                int hill = hill(seed, x, y);
                pixels.put(channel(seed, hill, y))
                        .put(channel(seed >> 8, hill, y))
                        .put(channel(seed >> 16, hill, y));
            }
        }
        return pixels.array();
    }

    private static int hill(int seed, int x, int y) {
        int hill = 0;
        for (int layer = 1; layer <= 4; layer++) {
            double phase = (seed >>> (layer * 5) & 31) / 5.0;
            double height = SIDE * (0.2 + layer * 0.16) + 18 * Math.sin(x / (52.0 - layer * 7) + phase);
            hill = y > height ? layer : hill;
        }
        return hill;
    }

    private static byte channel(int seed, int hill, int y) {
        int light = 70 + (seed & 127);
        int sky = Math.min(255, light + 60 - y / 5);
        return (byte) (hill == 0 ? sky : light * (6 - hill) / 6);
    }

    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] buffer = new byte[bytes.length + 64];
            int length = deflater.deflate(buffer);
            return Arrays.copyOf(buffer, length);
        } finally {
            deflater.end();
        }
    }

    /** One blank page with a title. */
    static byte[] pdf(String title) {
        return """
                %%PDF-1.4
                1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
                2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
                3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
                4 0 obj<</Title(%s)>>endobj
                trailer<</Root 1 0 R/Info 4 0 R>>
                %%%%EOF
                """.formatted(title.replaceAll("[^A-Za-z0-9 .-]", "_")).getBytes(StandardCharsets.US_ASCII);
    }
}
