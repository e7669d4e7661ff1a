package io.flame.api.access;

import io.flame.identity.Bearer;
import io.flame.identity.keys.KeyHolder;
import io.flame.identity.keys.Scope;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call an operation: everybody, or callers with one of the roles. A service key has an agent's role and needs the
 * operation's scope besides.
 *
 * @param scope empty where no service key may call
 */
record AccessRule(boolean open, Set<String> roles, Optional<Scope> scope) {

    /** Where nothing is said: whoever belongs to the tenant. Operators of the platform do not. */
    private static final Set<String> MEMBERS = Set.of("admin", "agent", "user");

    /** Who may call, without the scope. */
    private record Callers(boolean open, Set<String> roles) {}

    /** The method's annotation wins over the class's. */
    static AccessRule of(Method method, Class<?> resource) {
        Callers callers = callers(method).or(() -> callers(resource)).orElse(new Callers(false, MEMBERS));
        Optional<Scope> scope = callers.open() || !callers.roles().contains("agent")
                ? Optional.empty()
                : Scope.needed(httpMethod(method), path(method, resource));
        return new AccessRule(callers.open(), callers.roles(), scope);
    }

    private static Optional<Callers> callers(AnnotatedElement element) {
        if (element.isAnnotationPresent(DenyAll.class)) {
            return Optional.of(new Callers(false, Set.of()));
        }
        if (element.isAnnotationPresent(PermitAll.class)) {
            return Optional.of(new Callers(true, Set.of()));
        }
        return Optional.ofNullable(element.getAnnotation(RolesAllowed.class))
                .map(allowed -> new Callers(false, Set.of(allowed.value())));
    }

    private static String path(Method method, Class<?> resource) {
        Path ofClass = resource.getAnnotation(Path.class);
        Path ofMethod = method.getAnnotation(Path.class);
        return (ofClass == null ? "" : ofClass.value() + "/") + (ofMethod == null ? "" : ofMethod.value());
    }

    private static String httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value())
                .findFirst()
                .orElse("");
    }

    boolean admits(String role) {
        return roles.contains(role);
    }

    boolean admits(Bearer bearer) {
        if (bearer instanceof KeyHolder key) {
            return scope.filter(key.scopes()::contains).isPresent();
        }
        return admits(bearer.holder().role().word());
    }
}
