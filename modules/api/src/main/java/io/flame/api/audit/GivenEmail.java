package io.flame.api.audit;

import io.flame.kernel.Json;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The address that somebody gives who is not signed in yet. */
final class GivenEmail {

    private GivenEmail() {}

    /** Leaves the body as it was for the operation. */
    static @Nullable String of(ContainerRequestContext request) throws IOException {
        byte[] body = request.getEntityStream().readAllBytes();
        request.setEntityStream(new ByteArrayInputStream(body));
        try {
            return Json.mapper().readTree(body).path("email").textValue();
        } catch (IOException noJson) {
            return null;
        }
    }
}
