package io.flame.identity;

import java.util.UUID;

/** Somebody who runs the platform and belongs to no tenant. */
public record Operator(UUID userId, String email, String name) implements Holder {

    @Override
    public Role role() {
        return Role.OPERATOR;
    }
}
