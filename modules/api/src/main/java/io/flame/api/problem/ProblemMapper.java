package io.flame.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Turns whatever a resource throws into a problem. */
@Provider
@ApplicationScoped
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private final HttpServletRequest request;

    @Inject
    public ProblemMapper(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
            return web.getResponse();
        }
        Refusal refusal = Refusals.of(failure);
        ProblemWriter.log(refusal, failure, request);
        Response.ResponseBuilder response = Response.status(refusal.status())
                .type(ProblemWriter.MEDIA_TYPE)
                .entity(ProblemWriter.bytes(refusal, request));
        ProblemWriter.headers(refusal).forEach(response::header);
        if (failure instanceof WebApplicationException web) {
            keepAllow(web, response);
        }
        return response.build();
    }

    private static void keepAllow(WebApplicationException failure, Response.ResponseBuilder response) {
        String allow = failure.getResponse().getHeaderString(HttpHeaders.ALLOW);
        if (allow != null) {
            response.header(HttpHeaders.ALLOW, allow);
        }
    }
}
