package io.flame.feed.socketio;

import io.flame.feed.Subscription;
import io.flame.identity.Caller;

/** A client who has signed in. */
record Visit(String token, Guest guest, Subscription subscription) {

    Caller caller() {
        return guest.caller();
    }

    Visit with(String newToken) {
        return new Visit(newToken, guest, subscription);
    }
}
