package io.flame.api;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Refuses bodies that are too large: by their announced length at once, the others as soon as they get there. */
@Provider
@PreMatching
@ApplicationScoped
public class BodyLimit implements ContainerRequestFilter {

    static final int API_BYTES = 1 << 20;
    static final int WEBHOOK_BYTES = 4 << 20;

    /** Whole tenants, which go to a file as they come, from operators only; that operation has a limit of its own. */
    private static final Pattern CAPSULE = Pattern.compile("platform/tenants/[^/]+/import");

    @Inject
    public BodyLimit() {}

    @Override
    public void filter(ContainerRequestContext request) {
        if ("GET".equals(request.getMethod())
                || CAPSULE.matcher(request.getUriInfo().getPath()).matches()) {
            return;
        }
        int limit = request.getUriInfo().getPath().startsWith("webhooks/") ? WEBHOOK_BYTES : API_BYTES;
        if (announced(request.getHeaderString("Content-Length")) > limit) {
            throw tooLarge(limit);
        }
        request.setEntityStream(new LimitedStream(request.getEntityStream(), limit));
    }

    static Problem tooLarge(int limit) {
        return Problem.of(ProblemCode.BODY_TOO_LARGE, "The body may have at most " + limit + " bytes");
    }

    /** A length that is no number is for the server to refuse; here it counts as not announced. */
    private static long announced(@Nullable String length) {
        try {
            return length == null ? -1 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
