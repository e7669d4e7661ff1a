package io.flame.feed.socketio;

/** Says who stands behind a token at this moment. */
interface TokenCheck {

    /** Throws a {@link io.flame.kernel.Problem} when the token, its tenant or the membership is not good (any more). */
    Guest check(String bearer);
}
