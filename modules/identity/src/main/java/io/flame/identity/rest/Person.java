package io.flame.identity.rest;

import io.flame.identity.Caller;
import io.flame.identity.Operator;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;

/** The Keycloak user who is calling, be it a member of a tenant or an operator. */
final class Person {

    private Person() {}

    static UUID of(SecurityContext security) {
        return switch (security.getUserPrincipal()) {
            case Caller caller -> caller.userId();
            case Operator operator -> operator.userId();
            case null, default -> throw Problem.of(ProblemCode.TOKEN_REQUIRED, "This operation needs an access token");
        };
    }
}
