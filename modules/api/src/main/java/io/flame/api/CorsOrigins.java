package io.flame.api;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The web origins of {@code CORS_ORIGIN}; an origin is in the list letter by letter, or it is refused. */
@ApplicationScoped
public class CorsOrigins {

    private static final String KEY = "CORS_ORIGIN";

    private final Set<String> origins;

    @Inject
    public CorsOrigins(Settings settings) {
        this.origins = Arrays.stream(settings.text(KEY, "").split(","))
                .map(String::strip)
                .filter(origin -> !origin.isEmpty())
                .map(CorsOrigins::checked)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Lets the origin's pages read the answer, if it is in the list. */
    void answer(@Nullable String origin, HttpServletResponse response) {
        if (origins.isEmpty()) {
            return;
        }
        response.addHeader("Vary", "Origin");
        if (origin != null && origins.contains(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader(
                    "Access-Control-Expose-Headers",
                    "ETag, Location, RateLimit-Limit, RateLimit-Policy, RateLimit-Remaining, RateLimit-Reset, "
                            + "Retry-After, X-Request-Id");
        }
    }

    void answerPreflight(@Nullable String origin, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        if (origin != null && origins.contains(origin)) {
            response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
            response.setHeader(
                    "Access-Control-Allow-Headers",
                    "Accept-Language, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-Id");
            response.setHeader("Access-Control-Max-Age", "600");
        }
    }

    private static String checked(String origin) {
        try {
            URI uri = URI.create(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getRawPath().isEmpty() && !origin.contains("*")) {
                return origin;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Settings.malformed(KEY, "must be a comma separated list of origins such as https://app.example.com");
    }
}
