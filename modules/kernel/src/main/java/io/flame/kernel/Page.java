package io.flame.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as the API shows it.
 *
 * @param next the cursor of the page after this one, or null at the end
 * @param total how many there are in all; only when the caller asked by page number
 */
public record Page<T>(
        List<T> data,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total) {

    public static <T> Page<T> of(List<T> data, @Nullable String next) {
        return new Page<>(data, next, null);
    }
}
