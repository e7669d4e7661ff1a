package io.flame.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one exception by which a module refuses a request. The HTTP edge turns it into an RFC 9457 problem; its detail is
 * written for the caller and never holds internals.
 */
public final class Problem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient List<FieldError> errors;
    private final @Nullable Duration retryAfter;
    private final transient @Nullable QuotaUse quota;

    private Problem(
            ProblemCode code,
            String detail,
            List<FieldError> errors,
            @Nullable Duration retryAfter,
            @Nullable QuotaUse quota,
            @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
        this.quota = quota;
    }

    public static Problem of(ProblemCode code, String detail) {
        return new Problem(code, detail, List.of(), null, null, null);
    }

    /** The same answer for what never existed and for what belongs to somebody else. */
    public static Problem notFound() {
        return of(ProblemCode.NOT_FOUND, "There is no such resource");
    }

    public static Problem conflict(String detail) {
        return of(ProblemCode.CONFLICT, detail);
    }

    public static Problem invalid(List<FieldError> errors) {
        String fields = String.join(", ", errors.stream().map(FieldError::field).toList());
        return new Problem(ProblemCode.INVALID, "Invalid: " + fields, errors, null, null, null);
    }

    public static Problem invalid(String field, String code, String message) {
        return invalid(List.of(new FieldError(field, code, message)));
    }

    /** Something this request needs is down; the caller may try again after {@code retryAfter}. */
    public static Problem unavailable(String detail, Duration retryAfter, @Nullable Throwable cause) {
        return new Problem(ProblemCode.UNAVAILABLE, detail, List.of(), retryAfter, null, cause);
    }

    /** The caller has had its share; there is more after {@code retryAfter}. */
    public static Problem tooMany(String detail, Duration retryAfter) {
        return new Problem(ProblemCode.RATE_LIMITED, detail, List.of(), retryAfter, null, null);
    }

    /** The tenant's plan allows no more of this. */
    public static Problem quotaExceeded(QuotaUse use) {
        String detail = "The limit of %s is %s, and %d are in use".formatted(use.name(), use.limit(), use.used());
        String reset = use.resetsAt() == null ? "" : "; it begins anew at " + use.resetsAt();
        return new Problem(ProblemCode.QUOTA_EXCEEDED, detail + reset, List.of(), null, use, null);
    }

    public ProblemCode code() {
        return code;
    }

    /** A sentence in English about this very case. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** The limit that stands in the way, when that is the reason. */
    public Optional<QuotaUse> quota() {
        return Optional.ofNullable(quota);
    }
}
