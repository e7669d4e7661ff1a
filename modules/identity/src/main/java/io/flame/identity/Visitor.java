package io.flame.identity;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The program and the place from which somebody signs in, for that person to recognize it.
 *
 * @param device such as {@code Firefox on Windows}; empty when the program does not say
 * @param address of the network, as text
 */
public record Visitor(String device, String address) {

    private static final int LONGEST = 80;

    /** In this order: browsers name those that they are compatible with too. */
    private static final List<Map.Entry<String, String>> PROGRAMS = List.of(
            Map.entry("Edg", "Edge"),
            Map.entry("OPR/", "Opera"),
            Map.entry("SamsungBrowser/", "Samsung Internet"),
            Map.entry("Firefox/", "Firefox"),
            Map.entry("FxiOS/", "Firefox"),
            Map.entry("Chrome/", "Chrome"),
            Map.entry("CriOS/", "Chrome"),
            Map.entry("Safari/", "Safari"));

    private static final List<Map.Entry<String, String>> SYSTEMS = List.of(
            Map.entry("Android", "Android"),
            Map.entry("iPhone", "iPhone"),
            Map.entry("iPad", "iPad"),
            Map.entry("Windows", "Windows"),
            Map.entry("Mac OS X", "macOS"),
            Map.entry("CrOS", "ChromeOS"),
            Map.entry("Linux", "Linux"));

    /** Somebody of whom nothing is known. */
    static Visitor unknown() {
        return new Visitor("", "");
    }

    /** What a {@code User-Agent} header says, shortened to what a person would say. */
    public static String device(@Nullable String userAgent) {
        if (userAgent == null) {
            return "";
        }
        Optional<String> program = named(PROGRAMS, userAgent);
        Optional<String> system = named(SYSTEMS, userAgent);
        if (program.isEmpty()) {
            return plain(userAgent);
        }
        return program.get() + system.map(name -> " on " + name).orElse("");
    }

    private static Optional<String> named(List<Map.Entry<String, String>> names, String userAgent) {
        return names.stream()
                .filter(name -> userAgent.contains(name.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** A program names itself first: {@code curl/8.5.0}. */
    private static String plain(String userAgent) {
        String first = userAgent.strip().split("\\s", 2)[0].replaceAll("[^\\w./+-]", "");
        return first.substring(0, Math.min(first.length(), LONGEST));
    }
}
