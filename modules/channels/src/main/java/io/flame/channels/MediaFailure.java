package io.flame.channels;

/** A file could not be fetched. The message is a sentence for agents and holds no address and no secret. */
final class MediaFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean lasting;

    private MediaFailure(String reason, boolean lasting) {
        super(reason, null, false, false);
        this.lasting = lasting;
    }

    static MediaFailure lasting(String reason) {
        return new MediaFailure(reason, true);
    }

    static MediaFailure passing(String reason) {
        return new MediaFailure(reason, false);
    }

    /** Whether trying again is pointless. */
    boolean isLasting() {
        return lasting;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
