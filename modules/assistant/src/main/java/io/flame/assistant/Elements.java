package io.flame.assistant;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.function.Supplier;

/** Says of which element of an array something is wrong. */
final class Elements {

    private Elements() {}

    /** Reads an element; what it finds wrong is told with the element's place. */
    static <T> T at(int index, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Problem problem) {
            if (problem.code() != ProblemCode.INVALID) {
                throw problem;
            }
            throw Problem.invalid(problem.errors().stream()
                    .map(error -> new FieldError(field(index, error.field()), error.code(), error.message()))
                    .toList());
        }
    }

    static String field(int index, String field) {
        return field.isEmpty() ? "[" + index + "]" : "[" + index + "]." + field;
    }
}
