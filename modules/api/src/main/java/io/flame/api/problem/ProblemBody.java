package io.flame.api.problem;

import io.flame.kernel.FieldError;
import io.flame.kernel.ProblemCode;
import java.util.List;

/**
 * A problem as RFC 9457 writes it, with the fields this API adds.
 *
 * @param title what is wrong, in the caller's language
 * @param detail about this very case, in English
 * @param code the stable word for programs
 * @param error the same sentence as {@code title}, where clients of the first version look for it
 */
record ProblemBody(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        String code,
        String requestId,
        List<FieldError> errors,
        String error) {

    static ProblemBody of(Refusal refusal, String language, String instance, String requestId) {
        ProblemCode code = refusal.code();
        String sentence = code.sentence(language);
        return new ProblemBody(
                "urn:flame:problem:" + code.word(),
                sentence,
                refusal.status(),
                refusal.detail(),
                instance,
                code.word(),
                requestId,
                refusal.errors(),
                sentence);
    }
}
