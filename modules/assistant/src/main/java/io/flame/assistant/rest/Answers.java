package io.flame.assistant.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.UUID;

/** The forms of answer that all of these resources use. */
final class Answers {

    static final int DEFAULT_LIMIT = 50;

    private Answers() {}

    static Response ok(Object body, String etag) {
        return Response.ok(body).header(HttpHeaders.ETAG, etag).build();
    }

    /** @param path of the list it now belongs to, below /api */
    static Response.ResponseBuilder created(Object body, String path, UUID id) {
        return Response.created(URI.create("/api/" + path + "/" + id)).entity(body);
    }
}
