package io.flame.api.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** Puts the audit before every operation that changes something; what providers tell is no deed of the tenant's. */
@Provider
@ApplicationScoped
public class AuditedOperations implements DynamicFeature {

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final String WEBHOOKS = "/api/webhooks";

    /** After the repeats of idempotent requests have been answered: they do nothing. */
    private static final int PRIORITY = Priorities.AUTHORIZATION + 200;

    private final Auditor auditor;

    @Inject
    public AuditedOperations(Auditor auditor) {
        this.auditor = auditor;
    }

    @Override
    public void configure(ResourceInfo operation, FeatureContext context) {
        action(operation).ifPresent(action -> context.register(new AuditFilter(auditor, action), PRIORITY));
    }

    /** Such as {@code PUT /api/assistants/{id}}; empty for what only reads. */
    static Optional<String> action(ResourceInfo operation) {
        String path = ("/api/" + path(operation.getResourceClass()) + "/" + path(operation.getResourceMethod()))
                .replaceAll("/+", "/")
                .replaceAll("/$", "")
                .replaceAll("\\{\\s*(\\w+)\\s*:[^}]*}", "{$1}");
        return Arrays.stream(operation.getResourceMethod().getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .filter(method -> !READING.contains(method) && !path.startsWith(WEBHOOKS))
                .map(method -> method + " " + path)
                .findFirst();
    }

    private static String path(AnnotatedElement element) {
        Path path = element.getAnnotation(Path.class);
        return path == null ? "" : path.value();
    }
}
