package io.flame.api.problem;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import io.flame.api.RequestId;
import io.flame.kernel.Json;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a failure as {@code application/problem+json}, and logs what is our own fault, once, with the request's id. */
@ApplicationScoped
public class ProblemWriter {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final System.Logger LOG = System.getLogger(ProblemWriter.class.getName());

    @Inject
    public ProblemWriter() {}

    /** Answers outside of JAX-RS; does nothing when the answer has begun already. */
    public void write(Throwable failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Refusal refusal = Refusals.of(failure);
        log(refusal, failure, request);
        write(refusal, request, response);
    }

    /** Answers with a status that the container has chosen. */
    public void write(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(Refusal.ofStatus(status), request, response);
    }

    private static void write(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(refusal.status());
        headers(refusal).forEach(response::setHeader);
        response.setContentType(MEDIA_TYPE);
        byte[] body = bytes(refusal, request);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    static byte[] bytes(Refusal refusal, HttpServletRequest request) {
        String language = Languages.choose(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        ProblemBody body = ProblemBody.of(refusal, language, path(request), RequestId.of(request));
        return Json.write(body).getBytes(StandardCharsets.UTF_8);
    }

    private static String path(HttpServletRequest request) {
        Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return original instanceof String path ? path : request.getRequestURI();
    }

    static Map<String, String> headers(Refusal refusal) {
        Map<String, String> headers = new LinkedHashMap<>();
        refusal.retryAfter()
                .ifPresent(pause -> headers.put(HttpHeaders.RETRY_AFTER, "" + Math.max(1, pause.toSeconds())));
        if (refusal.status() == 401) {
            headers.put(HttpHeaders.WWW_AUTHENTICATE, challenge(refusal.code()));
        }
        return headers;
    }

    private static String challenge(ProblemCode code) {
        return code == ProblemCode.TOKEN_INVALID
                ? "Bearer realm=\"flame\", error=\"invalid_token\""
                : "Bearer realm=\"flame\"";
    }

    static void log(Refusal refusal, Throwable failure, HttpServletRequest request) {
        String where = request.getMethod() + " " + path(request) + " [" + RequestId.of(request) + "]";
        if (refusal.code() == ProblemCode.INTERNAL) {
            LOG.log(ERROR, where + " failed", failure);
        } else if (refusal.code() == ProblemCode.UNAVAILABLE) {
            LOG.log(WARNING, "{0} refused: {1}", where, refusal.detail());
        }
    }
}
