package io.flame.api;

import jakarta.servlet.ServletRequest;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Names one request, in answers and in the log. A caller may bring a name of its own. */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    private static final String ATTRIBUTE = "io.flame.requestId";
    private static final int MIN_LENGTH = 8;
    private static final int MAX_LENGTH = 128;

    private RequestId() {}

    /** The name of this request; made by the outermost filter. */
    public static String of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof String id ? id : "";
    }

    static String assign(ServletRequest request, @Nullable String offered) {
        String id = offered != null && isWellFormed(offered) ? offered : next();
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    static boolean isWellFormed(String id) {
        return id.length() >= MIN_LENGTH
                && id.length() <= MAX_LENGTH
                && id.chars().allMatch(RequestId::isAllowed);
    }

    private static boolean isAllowed(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || character == '-'
                || character == '_'
                || character == '.';
    }

    /** Needs to be unique, not secret. */
    private static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE) + Long.toHexString(random.nextLong());
    }
}
