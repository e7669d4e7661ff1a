package io.flame.api;

import io.flame.api.problem.ProblemWriter;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.audit.AuditLog;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The outermost filter: names the request, sets the headers every answer has, and catches what nobody else caught. What a
 * request has left waiting in its thread must not meet the next one.
 */
public class EdgeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final String PAGE_POLICY =
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
                    + "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final transient CorsOrigins cors;
    private final transient InternalNetwork inside;
    private final transient ProblemWriter problems;
    private final transient AuditLog audit;

    @Inject
    public EdgeFilter(CorsOrigins cors, InternalNetwork inside, ProblemWriter problems, AuditLog audit) {
        this.cors = cors;
        this.inside = inside;
        this.problems = problems;
        this.audit = audit;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        response.setHeader(RequestId.HEADER, RequestId.assign(request, request.getHeader(RequestId.HEADER)));
        setSafetyHeaders(path, response);
        String origin = request.getHeader("Origin");
        cors.answer(origin, response);
        if (isPreflight(request)) {
            cors.answerPreflight(origin, response);
            return;
        }
        try {
            check(request, path);
            pass(request, response, path, chain);
        } catch (IOException | ServletException | RuntimeException e) {
            problems.write(e, request, response);
        } finally {
            audit.settle();
        }
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, String path, FilterChain chain)
            throws IOException, ServletException {
        if (!path.startsWith("/health")) {
            chain.doFilter(request, response);
            return;
        }
        InsideCall.begin(inside.contains(request));
        try {
            chain.doFilter(request, response);
        } finally {
            InsideCall.end();
        }
    }

    private void check(HttpServletRequest request, String path) {
        if (holdsNul(path) || holdsNul(request.getQueryString())) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A NUL character is not allowed in an address");
        }
        if (path.startsWith("/metrics") && !inside.contains(request)) {
            throw Problem.notFound();
        }
    }

    private static boolean holdsNul(@Nullable String text) {
        return text != null && (text.contains("%00") || text.indexOf('\0') >= 0);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod())
                && request.getHeader("Origin") != null
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static void setSafetyHeaders(String path, HttpServletResponse response) {
        boolean api = path.startsWith("/api/");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Content-Security-Policy", api ? API_POLICY : PAGE_POLICY);
        if (api) {
            response.setHeader("Cache-Control", "no-store");
        }
    }
}
