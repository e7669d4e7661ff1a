/** Speaks Socket.IO (protocol 5 over Engine.IO 4) with browsers and carries their subscriptions. */
package io.flame.feed.socketio;
