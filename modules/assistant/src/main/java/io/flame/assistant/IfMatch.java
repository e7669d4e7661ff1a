package io.flame.assistant;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The condition under which a caller wants a change: that the thing is still as it was seen (RFC 9110, 13.1.1). */
public final class IfMatch {

    private final List<String> tags;

    private IfMatch(List<String> tags) {
        this.tags = tags;
    }

    /** @param header the value of {@code If-Match}, or null for no condition */
    public static IfMatch of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new IfMatch(List.of("*"));
        }
        return new IfMatch(Stream.of(header.split(",", -1)).map(String::strip).toList());
    }

    void check(String etag) {
        if (!tags.contains("*") && !tags.contains(etag)) {
            throw Problem.of(ProblemCode.PRECONDITION_FAILED, "The current version is " + etag);
        }
    }
}
