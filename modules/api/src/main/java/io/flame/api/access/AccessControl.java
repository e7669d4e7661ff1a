package io.flame.api.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Puts a guard before every operation that is not marked {@code @PermitAll}. The rule is read once, when the operation
 * is set up, so a request pays for no reflection.
 */
@Provider
@ApplicationScoped
public class AccessControl implements DynamicFeature {

    private final HttpServletRequest request;

    @Inject
    public AccessControl(HttpServletRequest request) {
        this.request = request;
    }

    @Override
    public void configure(ResourceInfo operation, FeatureContext context) {
        AccessRule rule = AccessRule.of(operation.getResourceMethod(), operation.getResourceClass());
        if (!rule.open()) {
            context.register(new AccessGuard(request, rule), Priorities.AUTHENTICATION);
        }
    }
}
