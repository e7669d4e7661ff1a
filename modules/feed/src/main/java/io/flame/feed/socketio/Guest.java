package io.flame.feed.socketio;

import io.flame.identity.Caller;

/**
 * Who stands behind a token.
 *
 * @param isPerson false for a program with a service key: it listens, but is neither there nor types
 */
record Guest(Caller caller, boolean isPerson) {}
