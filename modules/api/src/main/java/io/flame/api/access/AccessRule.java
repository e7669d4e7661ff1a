package io.flame.api.access;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/** Who may call an operation: everybody, any signed-in caller, or callers with one of the roles. */
record AccessRule(boolean open, Optional<Set<String>> roles) {

    private static final AccessRule OPEN = new AccessRule(true, Optional.empty());
    private static final AccessRule SIGNED_IN = new AccessRule(false, Optional.empty());

    /** The method's annotation wins over the class's; without any, a caller is needed. */
    static AccessRule of(Method method, Class<?> resource) {
        return of(method).or(() -> of(resource)).orElse(SIGNED_IN);
    }

    private static Optional<AccessRule> of(AnnotatedElement element) {
        if (element.isAnnotationPresent(DenyAll.class)) {
            return Optional.of(new AccessRule(false, Optional.of(Set.of())));
        }
        if (element.isAnnotationPresent(PermitAll.class)) {
            return Optional.of(OPEN);
        }
        return Optional.ofNullable(element.getAnnotation(RolesAllowed.class))
                .map(allowed -> new AccessRule(false, Optional.of(Set.of(allowed.value()))));
    }

    boolean admits(String role) {
        return roles.isEmpty() || roles.get().contains(role);
    }
}
