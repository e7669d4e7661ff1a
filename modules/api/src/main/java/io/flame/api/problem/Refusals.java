package io.flame.api.problem;

import io.flame.kernel.FieldError;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.persistence.DatabaseException;
import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hibernate.StaleStateException;

/** Decides what the caller is told about an exception; never more than its kind. */
final class Refusals {

    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01", "55P03", "57014");
    private static final int MAX_CAUSES = 10;

    private Refusals() {}

    static Refusal of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            Refusal known = known(cause);
            if (known != null) {
                return known;
            }
            cause = cause.getCause();
        }
        return Refusal.of(ProblemCode.INTERNAL, "Something went wrong here; the request id leads to it in the log");
    }

    private static @org.jspecify.annotations.Nullable Refusal known(Throwable failure) {
        return switch (failure) {
            case Problem problem -> Refusal.of(problem);
            case ConstraintViolationException violations -> ofViolations(violations);
            case WebApplicationException web -> ofWeb(web);
            case OptimisticLockException stale -> changedMeanwhile();
            case StaleStateException stale -> changedMeanwhile();
            case DatabaseException database -> ofDatabase(database);
            default -> null;
        };
    }

    private static Refusal changedMeanwhile() {
        return Refusal.of(ProblemCode.PRECONDITION_FAILED, "Somebody else has changed this meanwhile; read it again");
    }

    /** Jersey tells of a query parameter that does not convert by a 404, though the resource is there. */
    private static Refusal ofWeb(WebApplicationException failure) {
        if (failure.getClass().getSimpleName().equals("QueryParamException")) {
            return Refusal.of(ProblemCode.BAD_REQUEST, "A query parameter is malformed");
        }
        return Refusal.ofStatus(failure.getResponse().getStatus());
    }

    private static Refusal ofDatabase(DatabaseException failure) {
        if (failure.isUniqueViolation()) {
            return Refusal.of(ProblemCode.CONFLICT, "Something with the same identity exists already");
        }
        if (failure.isForeignKeyViolation()) {
            return Refusal.of(ProblemCode.CONFLICT, "Something this refers to, or that refers to this, is in the way");
        }
        String state =
                failure.getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
        if (TRY_AGAIN.contains(state)) {
            return Refusal.of(Problem.unavailable("The database is busy", Duration.ofSeconds(1), failure));
        }
        if (state.startsWith("22")) {
            return Refusal.of(ProblemCode.INVALID, "A value is outside of what can be stored");
        }
        return Refusal.of(ProblemCode.INTERNAL, "Something went wrong here; the request id leads to it in the log");
    }

    private static Refusal ofViolations(ConstraintViolationException failure) {
        List<FieldError> errors = failure.getConstraintViolations().stream()
                .map(Refusals::toError)
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::code))
                .toList();
        return Refusal.of(Problem.invalid(errors));
    }

    private static FieldError toError(ConstraintViolation<?> violation) {
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return new FieldError(fieldOf(violation.getPropertyPath()), word(constraint), violation.getMessage());
    }

    /** Without the method and the name of its parameter, which say nothing to a caller, unless there is nothing else. */
    private static String fieldOf(Path path) {
        List<String> names = new ArrayList<>();
        String parameter = "";
        for (Path.Node node : path) {
            if (node.getKind() == ElementKind.METHOD || node.getKind() == ElementKind.CONSTRUCTOR) {
                continue;
            }
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
                continue;
            }
            names.add(node.toString());
        }
        return names.isEmpty() ? parameter : String.join(".", names);
    }

    private static String word(String constraint) {
        return switch (constraint) {
            case "NotNull", "NotBlank", "NotEmpty" -> "required";
            case "Size", "Length" -> "wrong_length";
            case "Min", "Max", "Positive", "PositiveOrZero", "DecimalMin", "DecimalMax" -> "out_of_range";
            default -> constraint.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
        };
    }
}
