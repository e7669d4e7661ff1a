package io.flame.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Reads the places in the log that clients name. */
@ApplicationScoped
public class Positions {

    private static final int LONGEST = 40;

    private final TenantLog log;

    @Inject
    Positions(TenantLog log) {
        this.log = log;
    }

    /**
     * A place from which the tenant's log can be read on without a gap. One that is unknown, or of another tenant, or so
     * old that the log no longer reaches back to it, is refused: who gets it has to load the present state anew.
     */
    public EventPosition of(TenantId tenant, String id) {
        return Optional.of(id)
                .filter(text -> text.length() <= LONGEST)
                .flatMap(EventPosition::parse)
                .filter(position -> log.knows(tenant, position))
                .orElseThrow(() -> Problem.of(ProblemCode.INVALID_CURSOR, "There is no such event to go on from"));
    }

    /** The same for a JSON value, where absent, null and empty text mean none. */
    public Optional<EventPosition> find(TenantId tenant, JsonNode id) {
        if (id.isMissingNode()
                || id.isNull()
                || (id.isTextual() && id.textValue().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(of(tenant, id.isTextual() ? id.textValue() : ""));
    }
}
