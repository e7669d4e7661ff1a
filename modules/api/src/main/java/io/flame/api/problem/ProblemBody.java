package io.flame.api.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flame.kernel.FieldError;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.QuotaUse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem as RFC 9457 writes it, with the fields this API adds.
 *
 * @param title what is wrong, in the caller's language
 * @param detail about this very case, in English
 * @param code the stable word for programs
 * @param error the same sentence as {@code title}, where clients of the first version look for it
 * @param quota the limit that stands in the way, when that is the reason
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
        String error,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable QuotaUse quota) {

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
                sentence,
                refusal.quota().orElse(null));
    }
}
