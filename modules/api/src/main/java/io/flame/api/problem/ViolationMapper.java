package io.flame.api.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Takes the place of the mapper that Jersey has for this very type. */
@Provider
@ApplicationScoped
public class ViolationMapper implements ExceptionMapper<ValidationException> {

    private final ProblemMapper problems;

    @Inject
    public ViolationMapper(ProblemMapper problems) {
        this.problems = problems;
    }

    @Override
    public Response toResponse(ValidationException failure) {
        return problems.toResponse(failure);
    }
}
