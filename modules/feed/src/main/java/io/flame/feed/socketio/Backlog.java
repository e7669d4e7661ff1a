package io.flame.feed.socketio;

/** How much waits for a client. Approximate between threads, which is enough to tell a slow client from a dead one. */
final class Backlog {

    private volatile int packets;
    private volatile long characters;

    synchronized void add(int length) {
        packets++;
        characters += length;
    }

    synchronized void remove(int length) {
        packets = Math.max(0, packets - 1);
        characters = Math.max(0, characters - length);
    }

    synchronized void clear() {
        packets = 0;
        characters = 0;
    }

    boolean exceeds(int mostPackets, long mostCharacters) {
        return packets >= mostPackets || characters >= mostCharacters;
    }
}
