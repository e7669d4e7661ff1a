package io.flame.identity.rest;

import org.jspecify.annotations.Nullable;

/** The body of a sign-in. */
record LoginRequest(
        @Nullable String email,
        @Nullable String password,
        @Nullable String otp,
        @Nullable String tenant) {

    /** Passwords are not for logs. */
    @Override
    public String toString() {
        return "LoginRequest[" + email + "]";
    }
}
