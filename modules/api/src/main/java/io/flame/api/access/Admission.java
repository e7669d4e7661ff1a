package io.flame.api.access;

import io.flame.identity.Caller;
import io.flame.identity.Operator;
import io.flame.identity.Role;
import java.security.Principal;

/** Who is at the door, and whether they may come in. */
record Admission(Principal principal, String role, boolean granted) {

    static String roleOf(Principal principal) {
        return switch (principal) {
            case Caller caller -> caller.role().word();
            case Operator operator -> Role.OPERATOR.word();
            default -> throw new IllegalStateException("unknown principal " + principal.getClass());
        };
    }
}
