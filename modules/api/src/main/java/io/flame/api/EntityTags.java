package io.flame.api;

import io.flame.kernel.IfMatch;
import io.flame.kernel.Tagged;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers with the version of what is shown as its entity tag, which is what {@code If-Match} of a change wants. Before
 * the answer is kept for repeats of the request, which show the tag too.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.USER)
public class EntityTags implements ContainerResponseFilter {

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof Tagged shown) {
            response.getHeaders().putSingle(HttpHeaders.ETAG, IfMatch.tag(shown.version()));
        }
    }
}
