package io.flame.messaging;

/**
 * What stays of a provider's message id once the message is erased. The id itself may tell the customer's number, but
 * without a trace of it a webhook that is delivered again would bring the message back.
 */
final class ErasedId {

    /** The error code of a message that was not sent, or is in doubt, because its contact was erased. */
    static final String ERROR = "erased";

    /** SQL for an id that we learn of a message of ours; the parameter comes twice. */
    static final String LEARNED = "CASE WHEN error_code = '" + ERROR + "' THEN " + of("?") + " ELSE ?::text END";

    private ErasedId() {}

    /** SQL for the trace of an id, which is given as SQL too. */
    static String of(String providerId) {
        return "'erased:' || encode(sha256(convert_to(" + providerId + "::text, 'UTF8')), 'hex')";
    }
}
