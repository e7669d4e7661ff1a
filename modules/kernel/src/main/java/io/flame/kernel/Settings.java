package io.flame.kernel;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The process's settings by the names of {@code docs/configuration.md}. A missing or malformed value ends the start with
 * one line that names the key.
 */
public class Settings {

    /** A setting is missing or malformed. */
    public static final class SettingsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SettingsException(String message) {
            super(message);
        }
    }

    private final Function<String, Optional<String>> source;

    public Settings(Function<String, Optional<String>> source) {
        this.source = source;
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }

    /** An empty or blank value counts as absent. */
    public Optional<String> optional(String key) {
        return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String required(String key) {
        return optional(key).orElseThrow(() -> new SettingsException(key + " is missing"));
    }

    public String text(String key, String fallback) {
        return optional(key).orElse(fallback);
    }

    public int integer(String key, int fallback, int least, int most) {
        return optional(key).map(value -> parse(key, value, least, most)).orElse(fallback);
    }

    public Duration seconds(String key, int fallback, int least, int most) {
        return Duration.ofSeconds(integer(key, fallback, least, most));
    }

    public boolean flag(String key, boolean fallback) {
        return optional(key)
                .map(value -> switch (value) {
                    case "true", "on", "1" -> true;
                    case "false", "off", "0" -> false;
                    default -> throw new SettingsException(key + " must be true or false, but is '" + value + "'");
                })
                .orElse(fallback);
    }

    public static SettingsException malformed(String key, String expectation) {
        return new SettingsException(key + " " + expectation);
    }

    private static int parse(String key, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with the range
        }
        throw new SettingsException(
                key + " must be a whole number from " + least + " to " + most + ", but is '" + value + "'");
    }
}
