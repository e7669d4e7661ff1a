package io.flame.identity.rest;

import org.jspecify.annotations.Nullable;

/** The body of a sign-out. */
record LogoutRequest(@Nullable String refreshToken) {

    @Override
    public String toString() {
        return "LogoutRequest[]";
    }
}
