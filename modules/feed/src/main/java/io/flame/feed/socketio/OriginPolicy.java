package io.flame.feed.socketio;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which web pages may open a connection: those of this very host and those of {@code CORS_ORIGIN} (comma-separated). */
@ApplicationScoped
class OriginPolicy {

    private static final String ANY = "*";

    private final Set<String> allowed;

    @Inject
    OriginPolicy(Settings settings) {
        this.allowed = Arrays.stream(settings.text("CORS_ORIGIN", "").split(","))
                .map(origin -> normal(origin.strip()))
                .filter(origin -> !origin.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** No Origin header means no browser page, which the token alone decides about. */
    boolean allows(@Nullable String origin, @Nullable String host) {
        return origin == null || allowed.contains(ANY) || allowed.contains(normal(origin)) || isSame(origin, host);
    }

    private static boolean isSame(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return host != null && scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }

    private static String normal(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
