package io.flame.api.idempotency;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.identity.Caller;
import io.flame.kernel.Json;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets one request of a key through and repeats its answer, byte for byte, to the others. */
final class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter {

    private static final System.Logger LOG = System.getLogger(IdempotencyFilter.class.getName());
    private static final String CLAIM = Claim.class.getName();
    private static final List<String> KEPT = List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.LOCATION, HttpHeaders.ETAG);
    private static final Annotation[] NO_ANNOTATIONS = {};

    private final Idempotency idempotency;

    IdempotencyFilter(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String key = request.getHeaderString(IdempotencyKey.HEADER);
        Optional<Caller> member = Caller.behind(request.getSecurityContext().getUserPrincipal());
        if (key == null || member.isEmpty()) {
            return;
        }
        Caller caller = member.get();
        Claim claim = new Claim(caller.tenant(), caller.userId().toString(), IdempotencyKey.check(key));
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        var uri = request.getUriInfo().getRequestUri();
        byte[] fingerprint = IdempotencyKey.fingerprint(request.getMethod(), uri.getRawPath(), uri.getRawQuery(), body);
        idempotency
                .begin(claim, fingerprint)
                .ifPresentOrElse(answer -> request.abortWith(repeat(answer)), () -> go(request, claim));
    }

    private void go(ContainerRequestContext request, Claim claim) {
        request.setProperty(CLAIM, claim);
        idempotency.watch(claim);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (!(request.getProperty(CLAIM) instanceof Claim claim)) {
            return;
        }
        request.removeProperty(CLAIM);
        byte[] body = bytes(response.getEntity());
        if (body.length > 0) {
            response.setEntity(body, NO_ANNOTATIONS, response.getMediaType());
        }
        try {
            idempotency.finish(claim, new StoredAnswer(response.getStatus(), headers(response), body));
        } catch (RuntimeException e) {
            LOG.log(WARNING, "the answer of an idempotent request could not be kept: {0}", e.getMessage());
        }
    }

    private static Response repeat(StoredAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status());
        answer.headers().forEach(response::header);
        if (answer.body().length > 0) {
            response.entity(answer.body());
        }
        return response.build();
    }

    private static Map<String, String> headers(ContainerResponseContext response) {
        Map<String, String> kept = new LinkedHashMap<>();
        for (String name : KEPT) {
            String value = response.getHeaderString(name);
            if (value != null) {
                kept.put(name, value);
            }
        }
        if (response.hasEntity()) {
            kept.putIfAbsent(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        }
        return kept;
    }

    private static byte[] bytes(@Nullable Object entity) {
        if (entity == null) {
            return new byte[0];
        }
        return entity instanceof byte[] raw ? raw : text(entity).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object entity) {
        return entity instanceof String text ? text : Json.write(entity);
    }
}
