package io.flame.api.idempotency;

import io.flame.identity.OneTimeSecret;
import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;

/** Puts the filter before every POST that has a caller and whose answer may be kept. */
@Provider
@ApplicationScoped
public class IdempotentPosts implements DynamicFeature {

    private final Idempotency idempotency;

    @Inject
    public IdempotentPosts(Idempotency idempotency) {
        this.idempotency = idempotency;
    }

    @Override
    public void configure(ResourceInfo operation, FeatureContext context) {
        Method method = operation.getResourceMethod();
        boolean open = method.isAnnotationPresent(PermitAll.class)
                || operation.getResourceClass().isAnnotationPresent(PermitAll.class);
        boolean secret = method.isAnnotationPresent(OneTimeSecret.class);
        if (method.isAnnotationPresent(POST.class) && !open && !secret) {
            context.register(new IdempotencyFilter(idempotency), Priorities.AUTHORIZATION + 100);
        }
    }
}
