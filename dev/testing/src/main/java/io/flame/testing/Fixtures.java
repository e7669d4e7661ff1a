package io.flame.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The providers' webhook bodies, byte for byte, with the signatures a provider would send for them. All people, numbers
 * and secrets are invented.
 */
public final class Fixtures {
    /** Secret of the app that serves WhatsApp, Messenger and (one of two) Instagram. */
    public static final String APP_SECRET = "flame-test-app-secret-0001";

    /** Secret of the other app that serves Instagram. */
    public static final String INSTAGRAM_APP_SECRET = "flame-test-ig-app-secret-0002";

    /** What the providers' handshake sends as {@code hub.verify_token}. */
    public static final String VERIFY_TOKEN = "flame-verify-token-0003";

    /** Telegram's {@code X-Telegram-Bot-Api-Secret-Token} of the first tenant's bot. */
    public static final String TELEGRAM_SECRET_TOKEN = "flame-tg-secret-ALPHA_01";

    private static final String TABLE = "SIGNATURES.tsv";
    private static final Map<String, Row> ROWS = rows();

    private Fixtures() {}

    /** Name ({@code whatsapp/text.json}), size and signatures as the table of fixtures states them. */
    private record Row(String name, int bytes, String signature, String instagramSignature) {
        static Row of(String line) {
            String[] columns = line.split("\t", -1);
            return new Row(columns[0], Integer.parseInt(columns[1]), columns[2], columns[3]);
        }
    }

    /** The body of a fixture, for example {@code whatsapp/text.json}. */
    public static byte[] bytes(String name) {
        try (InputStream stream = Fixtures.class.getResourceAsStream("fixtures/" + name)) {
            if (stream == null) {
                throw new IllegalArgumentException("No fixture " + name);
            }
            return stream.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The body of a fixture as text. */
    public static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** The fixture's {@code X-Hub-Signature-256}, made with {@link #APP_SECRET}. */
    public static String signature(String name) {
        return row(name).signature();
    }

    /** The fixture's {@code X-Hub-Signature-256}, made with {@link #INSTAGRAM_APP_SECRET}; only of {@code instagram/…}. */
    public static String instagramSignature(String name) {
        return row(name).instagramSignature();
    }

    /** The size the fixture must have. */
    static int size(String name) {
        return row(name).bytes();
    }

    /** The fixtures of one platform ({@code whatsapp}, {@code facebook}, {@code instagram}, {@code telegram}). */
    public static List<String> of(String platform) {
        return names().stream().filter(name -> name.startsWith(platform + "/")).toList();
    }

    /** All fixtures. */
    public static List<String> names() {
        return ROWS.keySet().stream().sorted().toList();
    }

    private static Row row(String name) {
        Row row = ROWS.get(name);
        if (row == null) {
            throw new IllegalArgumentException("No fixture " + name);
        }
        return row;
    }

    private static Map<String, Row> rows() {
        return text(TABLE)
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("file\t"))
                .map(Row::of)
                .collect(Collectors.toUnmodifiableMap(Row::name, Function.identity()));
    }
}
