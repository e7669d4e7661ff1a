package io.flame.api.json;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** A resource that takes a body gets one: Jersey would pass null for a request without body and content type. */
@Provider
@ApplicationScoped
public class RequiredBody implements ReaderInterceptor {

    @Inject
    public RequiredBody() {}

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        if (body == null) {
            throw Problem.of(ProblemCode.MALFORMED_JSON, "A JSON body is needed");
        }
        return body;
    }
}
