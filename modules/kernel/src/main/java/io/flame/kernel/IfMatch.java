package io.flame.kernel;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The condition under which a caller wants a change: that the thing is still as it was seen (RFC 9110, 13.1.1). */
public final class IfMatch {

    private static final String ANY = "*";

    private final List<String> tags;

    private IfMatch(List<String> tags) {
        this.tags = tags;
    }

    /** @param header the value of {@code If-Match}, or null for no condition */
    public static IfMatch of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return anything();
        }
        return new IfMatch(Stream.of(header.split(",", -1)).map(String::strip).toList());
    }

    /** No condition. */
    public static IfMatch anything() {
        return new IfMatch(List.of(ANY));
    }

    /** The condition that nothing has been changed since this version was read. */
    public static IfMatch version(int version) {
        return new IfMatch(List.of(tag(version)));
    }

    /** @throws Problem {@code PRECONDITION_FAILED} if the thing is at another version than the caller has seen */
    public void check(int version) {
        check(tag(version));
    }

    /**
     * @param etag the entity tag of the thing as it is now, with its quotes
     * @throws Problem {@code PRECONDITION_FAILED} if the caller has seen another one
     */
    public void check(String etag) {
        if (!tags.contains(ANY) && !tags.contains(etag)) {
            throw Problem.of(ProblemCode.PRECONDITION_FAILED, "The current version is " + etag);
        }
    }

    /** The entity tag of a version, with its quotes. */
    public static String tag(int version) {
        return "\"" + version + "\"";
    }
}
