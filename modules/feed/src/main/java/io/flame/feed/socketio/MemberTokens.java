package io.flame.feed.socketio;

import io.flame.identity.AccessTokens;
import io.flame.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Checks tokens as the HTTP edge does: signature, time, tenant and present membership. */
@ApplicationScoped
class MemberTokens implements TokenCheck {

    private final AccessTokens tokens;

    @Inject
    MemberTokens(AccessTokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Caller check(String bearer) {
        return tokens.verify(bearer);
    }
}
