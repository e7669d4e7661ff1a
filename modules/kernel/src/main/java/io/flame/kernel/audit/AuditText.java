package io.flame.kernel.audit;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes foreign text fit for a row: no longer than its column, and nothing that PostgreSQL or a terminal minds. */
final class AuditText {

    private static final int REPLACEMENT = '?';

    private AuditText() {}

    static @Nullable String cut(@Nullable String text, int most) {
        if (text == null) {
            return null;
        }
        return text.codePoints()
                .limit(most)
                .map(point -> isPlain(point) ? point : REPLACEMENT)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static boolean isPlain(int point) {
        return !Character.isISOControl(point) && Character.getType(point) != Character.SURROGATE;
    }
}
