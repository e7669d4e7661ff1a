package io.flame.kernel;

/**
 * What is wrong with one field of a request.
 *
 * @param field the path of the field in the request, such as {@code schedules[0].startTime}
 * @param code a stable word for programs, such as {@code required}, {@code too_long}, {@code unknown_value}
 * @param message a sentence for people
 */
public record FieldError(String field, String code, String message) {}
