package io.flame.identity;

/** A token is not one of ours, or not any more. The message says why, for the log only. */
final class InvalidTokenException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidTokenException(String reason) {
        super(reason, null, false, false);
    }
}
