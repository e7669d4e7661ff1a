package io.flame.messaging.rest;

import io.flame.identity.Caller;
import io.flame.kernel.Ids;
import io.flame.messaging.Conversations;
import io.flame.messaging.Sight;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before every operation on one conversation, of whichever module: for a member who may not see it, it is not there.
 * Members who see everything pay nothing for it.
 */
@Provider
@ApplicationScoped
public class SightGuard implements DynamicFeature {

    /** The path parameter that names a conversation. */
    private static final Pattern ONE_CONVERSATION = Pattern.compile("/*conversations/+\\{\\s*(\\w+)[^}]*}.*");

    private final Conversations conversations;

    @Inject
    public SightGuard(Conversations conversations) {
        this.conversations = conversations;
    }

    @Override
    public void configure(ResourceInfo operation, FeatureContext context) {
        parameter(operation)
                .ifPresent(name -> context.register(
                        (ContainerRequestFilter) request -> check(request, name), Priorities.AUTHORIZATION + 50));
    }

    private void check(ContainerRequestContext request, String parameter) {
        Caller.behind(request.getSecurityContext().getUserPrincipal())
                .filter(caller -> !caller.seesAll())
                .ifPresent(caller -> {
                    String id = request.getUriInfo().getPathParameters().getFirst(parameter);
                    conversations.requireInSight(caller.tenant(), Sight.of(caller), Ids.inPath(id));
                });
    }

    static Optional<String> parameter(ResourceInfo operation) {
        Path ofClass = operation.getResourceClass().getAnnotation(Path.class);
        Path ofMethod = operation.getResourceMethod().getAnnotation(Path.class);
        String path = (ofClass == null ? "" : ofClass.value()) + "/" + (ofMethod == null ? "" : ofMethod.value());
        Matcher found = ONE_CONVERSATION.matcher(path);
        return found.matches() ? Optional.of(found.group(1)) : Optional.empty();
    }
}
