package io.flame.identity.rest;

import org.jspecify.annotations.Nullable;

/** The body of a refresh. */
record RefreshRequest(
        @Nullable String refreshToken, @Nullable String tenant) {

    @Override
    public String toString() {
        return "RefreshRequest[]";
    }
}
