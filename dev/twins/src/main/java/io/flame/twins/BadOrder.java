package io.flame.twins;

/** The caller of the control API asked for something impossible; the message says what, and becomes a 400. */
final class BadOrder extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadOrder(String message) {
        super(message);
    }
}
