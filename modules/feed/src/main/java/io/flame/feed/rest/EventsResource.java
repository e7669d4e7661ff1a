package io.flame.feed.rest;

import io.flame.feed.EventPages;
import io.flame.feed.Eyes;
import io.flame.feed.Positions;
import io.flame.identity.Caller;
import io.flame.identity.ConversationSight;
import io.flame.kernel.EventPosition;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Pulls the tenant's event log: the same events in the same order as the realtime stream. */
@Path("/events")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class EventsResource {

    private static final String LATEST = "latest";
    private static final int DEFAULT_LIMIT = 100;
    private static final int MOST = 500;
    private static final int LONGEST_WAIT = 25;

    private final EventPages pages;
    private final Positions positions;
    private final ConversationSight sight;

    @Inject
    public EventsResource(EventPages pages, Positions positions, ConversationSight sight) {
        this.pages = pages;
        this.positions = positions;
        this.sight = sight;
    }

    /**
     * The events after a place in the log, oldest first.
     *
     * @param after id of the last event the caller has; {@code latest} for the log's present end; absent for its beginning
     * @param limit 1 to 500, 100 when absent
     * @param wait seconds to wait while there is nothing, 0 to 25, 0 when absent
     */
    @GET
    @RolesAllowed({"admin", "agent"})
    public void list(
            @Context SecurityContext security,
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("wait") @Nullable String wait,
            @Suspended AsyncResponse response) {
        Caller caller = Caller.of(security);
        TenantId tenant = caller.tenant();
        int rows = number("limit", limit, DEFAULT_LIMIT, 1, MOST);
        Duration patience = Duration.ofSeconds(number("wait", wait, 0, 0, LONGEST_WAIT));
        pages.next(tenant, Eyes.of(caller, sight), start(tenant, after), rows, patience).whenComplete((page, failure) -> {
            if (failure == null) {
                response.resume(page);
                return;
            }
            response.resume(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        });
    }

    private EventPosition start(TenantId tenant, @Nullable String after) {
        if (after == null) {
            return EventPosition.START;
        }
        return after.equals(LATEST) ? pages.end(tenant) : positions.of(tenant, after);
    }

    private static int number(String field, @Nullable String text, int fallback, int least, int most) {
        if (text == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Problem.invalid(field, "out_of_range", field + " must be a whole number from " + least + " to " + most);
    }
}
