package io.flame.api.problem;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.QuotaUse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the caller is told about a failure. */
record Refusal(
        ProblemCode code,
        int status,
        String detail,
        List<FieldError> errors,
        Optional<Duration> retryAfter,
        Optional<QuotaUse> quota) {

    private static final Map<Integer, ProblemCode> CODES = Map.ofEntries(
            Map.entry(401, ProblemCode.TOKEN_REQUIRED),
            Map.entry(403, ProblemCode.FORBIDDEN),
            Map.entry(404, ProblemCode.NOT_FOUND),
            Map.entry(405, ProblemCode.METHOD_NOT_ALLOWED),
            Map.entry(406, ProblemCode.NOT_ACCEPTABLE),
            Map.entry(409, ProblemCode.CONFLICT),
            Map.entry(412, ProblemCode.PRECONDITION_FAILED),
            Map.entry(413, ProblemCode.BODY_TOO_LARGE),
            Map.entry(415, ProblemCode.UNSUPPORTED_MEDIA_TYPE),
            Map.entry(422, ProblemCode.INVALID),
            Map.entry(429, ProblemCode.RATE_LIMITED),
            Map.entry(503, ProblemCode.UNAVAILABLE));

    static Refusal of(Problem problem) {
        return new Refusal(
                problem.code(),
                problem.code().status(),
                problem.detail(),
                problem.errors(),
                problem.retryAfter(),
                problem.quota());
    }

    static Refusal of(ProblemCode code, String detail) {
        return of(Problem.of(code, detail));
    }

    /** For a status somebody else chose; a 404 reads like every other 404. */
    static Refusal ofStatus(int status) {
        if (status == ProblemCode.NOT_FOUND.status()) {
            return of(Problem.notFound());
        }
        boolean ours = status < 500;
        ProblemCode code = CODES.getOrDefault(status, ours ? ProblemCode.BAD_REQUEST : ProblemCode.INTERNAL);
        return new Refusal(code, status, code.sentence("en"), List.of(), Optional.empty(), Optional.empty());
    }
}
