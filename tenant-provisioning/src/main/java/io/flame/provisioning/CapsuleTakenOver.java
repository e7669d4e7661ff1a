package io.flame.provisioning;

/** Somebody else works on this now: whoever hears it stops, and touches nothing any more. */
final class CapsuleTakenOver extends RuntimeException {
    private static final long serialVersionUID = 1;

    CapsuleTakenOver() {
        super("Somebody else has taken this over");
    }
}
