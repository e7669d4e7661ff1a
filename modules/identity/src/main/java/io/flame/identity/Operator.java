package io.flame.identity;

import java.security.Principal;
import java.util.UUID;

/** Somebody who runs the platform and belongs to no tenant. */
public record Operator(UUID userId, String email, String name) implements Principal {

    @Override
    public String getName() {
        return email;
    }
}
