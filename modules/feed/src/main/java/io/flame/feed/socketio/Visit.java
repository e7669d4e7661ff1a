package io.flame.feed.socketio;

import io.flame.feed.Subscription;
import io.flame.identity.Caller;

/** A client who has signed in. */
record Visit(String token, Caller caller, Subscription subscription) {

    Visit with(String newToken) {
        return new Visit(newToken, caller, subscription);
    }
}
