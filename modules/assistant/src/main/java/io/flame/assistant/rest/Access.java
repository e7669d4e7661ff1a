package io.flame.assistant.rest;

import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.core.SecurityContext;

/** Every member may look at assistants; only administrators change them. */
final class Access {

    private Access() {}

    static Caller reader(SecurityContext security) {
        return Caller.of(security);
    }

    static Caller administrator(SecurityContext security) {
        Caller caller = Caller.of(security);
        if (caller.role() != Role.ADMIN) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only an administrator of the tenant may change assistants");
        }
        return caller;
    }
}
