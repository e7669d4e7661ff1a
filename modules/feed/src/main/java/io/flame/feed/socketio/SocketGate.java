package io.flame.feed.socketio;

import io.flame.kernel.Json;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before both transports. Refuses foreign pages, tokens in the address (they end up in logs), and whatever the
 * protocol library would stumble over. Refusals look like those of Engine.IO: status 400 or 403 with code and message.
 */
class SocketGate extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final int MOST_QUERY = 1_000;
    private static final Set<String> SECRETS = Set.of(
            "token", "access_token", "accesstoken", "auth", "authorization", "bearer", "jwt", "api_key", "apikey");
    private static final Set<String> METHODS = Set.of("GET", "POST", "OPTIONS");

    private final transient OriginPolicy origins;

    @Inject
    SocketGate(OriginPolicy origins) {
        this.origins = origins;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = request.getHeader("Origin");
        if (!origins.allows(origin, request.getHeader("Host"))) {
            refuse(response, HttpServletResponse.SC_FORBIDDEN, 4, "Forbidden");
            return;
        }
        allow(response, origin);
        if (request.getMethod().equals("OPTIONS")) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            return;
        }
        String complaint = complaint(request);
        if (complaint != null) {
            refuse(response, HttpServletResponse.SC_BAD_REQUEST, 3, complaint);
            return;
        }
        chain.doFilter(request, response);
    }

    private static @Nullable String complaint(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null || query.length() > MOST_QUERY || !METHODS.contains(request.getMethod())) {
            return "Bad request";
        }
        Set<String> seen = new HashSet<>();
        boolean isVersion4 = false;
        for (String pair : query.split("&")) {
            String name = pair.substring(0, Math.max(pair.indexOf('='), 0));
            if (SECRETS.contains(name.toLowerCase(Locale.ROOT))) {
                return "A token does not belong into the address but into auth";
            }
            if (!seen.add(name)) {
                return "Bad request";
            }
            isVersion4 |= pair.equals("EIO=4");
        }
        return isVersion4 ? null : "Unsupported protocol version";
    }

    private static void allow(HttpServletResponse response, @Nullable String origin) {
        if (origin != null) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            response.setHeader("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
            response.setHeader("Access-Control-Allow-Headers", "Content-Type");
            response.addHeader("Vary", "Origin");
        }
        response.setHeader("Cache-Control", "no-store");
    }

    private static void refuse(HttpServletResponse response, int status, int code, String message) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.getWriter()
                .write(Json.write(
                        Json.mapper().createObjectNode().put("code", code).put("message", message)));
    }
}
