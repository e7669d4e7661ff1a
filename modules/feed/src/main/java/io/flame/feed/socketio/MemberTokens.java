package io.flame.feed.socketio;

import io.flame.identity.AccessTokens;
import io.flame.identity.keys.KeyHolders;
import io.flame.identity.keys.Scope;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Checks tokens as the HTTP edge does: signature, time, tenant and present membership, or a key and its scope. */
@ApplicationScoped
class MemberTokens implements TokenCheck {

    private final AccessTokens tokens;
    private final KeyHolders keys;

    @Inject
    MemberTokens(AccessTokens tokens, KeyHolders keys) {
        this.tokens = tokens;
        this.keys = keys;
    }

    @Override
    public Guest check(String bearer) {
        return KeyHolders.claims(bearer)
                ? new Guest(keys.verify(bearer, Scope.EVENTS_READ), false)
                : new Guest(tokens.verify(bearer), true);
    }
}
