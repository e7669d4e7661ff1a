package io.flame.twins;

/** The mode in force. */
final class Modes {
    private volatile Mode mode = Mode.normal();

    Mode now() {
        return mode;
    }

    void change(Mode next) {
        mode = next;
    }
}
