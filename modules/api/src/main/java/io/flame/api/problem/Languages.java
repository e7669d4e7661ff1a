package io.flame.api.problem;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Picks the language of a sentence from {@code Accept-Language}. */
final class Languages {

    private static final String DEFAULT = "es";
    private static final int MAX_LENGTH = 200;

    private Languages() {}

    static String choose(@Nullable String accepted) {
        if (accepted == null || accepted.isBlank() || accepted.length() > MAX_LENGTH) {
            return DEFAULT;
        }
        try {
            return Locale.LanguageRange.parse(accepted).stream()
                    .filter(range -> range.getWeight() > 0)
                    .map(range -> range.getRange().split("-", 2)[0])
                    .filter(List.of("es", "en")::contains)
                    .findFirst()
                    .orElse(DEFAULT);
        } catch (IllegalArgumentException e) {
            return DEFAULT;
        }
    }
}
