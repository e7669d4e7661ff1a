package io.flame.api.json;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Says which field of a request holds a value of the wrong kind, and what would have been right. */
final class FieldMismatch {

    private FieldMismatch() {}

    static Problem toProblem(JsonMappingException failure) {
        return Problem.invalid(path(failure.getPath()), code(failure), message(failure));
    }

    static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
                continue;
            }
            path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
        }
        return path.toString();
    }

    private static String code(JsonMappingException failure) {
        return switch (failure) {
            case InvalidFormatException format when isEnum(format) -> "unknown_value";
            case InvalidFormatException format when isUnreadableText(format) -> "wrong_format";
            case InvalidNullException missing -> "required";
            case ValueInstantiationException invalid -> "invalid";
            default -> "wrong_type";
        };
    }

    private static String message(JsonMappingException failure) {
        return switch (failure) {
            case InvalidFormatException format when isEnum(format) -> "must be one of " + words(format);
            case InvalidFormatException format
            when isUnreadableText(format) ->
                "is not a " + format.getTargetType().getSimpleName();
            case InvalidNullException missing -> "must not be null";
            case ValueInstantiationException invalid -> "is not valid";
            default -> "has the wrong type";
        };
    }

    private static boolean isEnum(InvalidFormatException failure) {
        return failure.getTargetType() != null && failure.getTargetType().isEnum();
    }

    private static boolean isUnreadableText(InvalidFormatException failure) {
        Class<?> target = failure.getTargetType();
        return failure.getValue() instanceof String
                && !target.isPrimitive()
                && !target.getName().startsWith("java.lang.");
    }

    private static String words(InvalidFormatException failure) {
        return Arrays.stream(failure.getTargetType().getEnumConstants())
                .map(constant -> Json.mapper().valueToTree(constant).asText())
                .collect(Collectors.joining(", "));
    }
}
