package io.flame.assistant.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Says what a call is refused for. */
final class Refusals {

    private Refusals() {}

    static void assertRefused(ProblemCode code, ThrowingCallable call) {
        assertThat(problem(call).code()).isEqualTo(code);
    }

    /** The call is refused for this field alone, with this word. */
    static void assertInvalid(String field, String code, ThrowingCallable call) {
        Problem problem = problem(call);
        assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
        assertThat(problem.errors())
                .extracting(error -> error.field() + " " + error.code())
                .containsExactly(field + " " + code);
    }

    private static Problem problem(ThrowingCallable call) {
        Problem problem = catchThrowableOfType(Problem.class, call);
        assertThat(problem).as("refusal").isNotNull();
        return problem;
    }
}
