package io.flame.identity.rest;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with the texts of a request, so that all of it is told at once. */
final class RequiredText {

    private final List<FieldError> errors = new ArrayList<>();

    String check(String field, @Nullable String value, int maxLength) {
        if (value == null || value.isBlank()) {
            errors.add(new FieldError(field, "required", "must not be empty"));
            return "";
        }
        if (value.length() > maxLength) {
            errors.add(new FieldError(field, "too_long", "must be at most " + maxLength + " characters"));
        }
        return value;
    }

    void require(boolean condition, String field, String code, String message) {
        if (!condition) {
            errors.add(new FieldError(field, code, message));
        }
    }

    void throwIfAny() {
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
    }
}
