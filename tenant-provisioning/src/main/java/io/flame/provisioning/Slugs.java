package io.flame.provisioning;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Stable names for businesses that have said only what people call them. */
final class Slugs {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ENDINGS = "abcdefghijkmnpqrstuvwxyz23456789";
    private static final int LONGEST = 30;
    private static final int ENDING = 6;
    private static final int TRIES = 5;

    /** Would be taken for something of the platform's. */
    private static final Set<String> RESERVED =
            Set.of("admin", "api", "flame", "operator", "platform", "public", "root", "support", "system", "www");

    private Slugs() {}

    static boolean isReserved(String slug) {
        return RESERVED.contains(slug);
    }

    /** The name in the slug's alphabet, then the same with random endings for when others have it. */
    static Stream<String> of(String business) {
        String plain = plain(business);
        Stream<String> first = RESERVED.contains(plain) ? Stream.empty() : Stream.of(plain);
        return Stream.concat(
                first, Stream.generate(() -> plain + "_" + ending()).limit(TRIES));
    }

    private static String plain(String business) {
        String letters = Normalizer.normalize(business, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_+|_+$", "");
        String started = letters.matches("[a-z].+") ? letters : "b_" + letters;
        return started.substring(0, Math.min(started.length(), LONGEST)).replaceAll("_+$", "x");
    }

    private static String ending() {
        return IntStream.range(0, ENDING)
                .mapToObj(i -> String.valueOf(ENDINGS.charAt(RANDOM.nextInt(ENDINGS.length()))))
                .reduce("", String::concat);
    }
}
