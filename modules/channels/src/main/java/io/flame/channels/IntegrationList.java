package io.flame.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists a tenant's integrations, oldest first. */
@ApplicationScoped
public class IntegrationList {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 200;
    private static final int LAST_PAGE = 10_000;

    private final Database database;
    private final IntegrationStore store;

    @Inject
    IntegrationList(Database database, IntegrationStore store) {
        this.database = database;
        this.store = store;
    }

    /**
     * Some integrations.
     *
     * @param next the cursor to go on with; null at the end
     * @param page only when a page was asked for
     * @param total how many there are in all; only when a page was asked for
     */
    public record Slice(
            List<IntegrationView> data,
            @Nullable String next,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Integer page,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long total) {}

    /**
     * What a caller asked for, as it stands in the address.
     *
     * @param limit 1 to 200, 50 when it is not given
     * @param cursor from the slice before
     * @param page from 1, for callers that count pages instead
     */
    public record Request(
            @Nullable String limit,
            @Nullable String cursor,
            @Nullable String page) {}

    public Slice list(TenantId tenant, Request request) {
        int limit = number("limit", request.limit(), DEFAULT_LIMIT, MOST);
        if (request.page() != null) {
            return page(tenant, number("page", request.page(), 1, LAST_PAGE), limit);
        }
        IntegrationPlace after = Optional.ofNullable(request.cursor())
                .filter(cursor -> !cursor.isEmpty())
                .map(IntegrationPlace::of)
                .orElse(IntegrationPlace.START);
        List<IntegrationView> found = database.inTenant(tenant, tx -> store.list(tx, after, limit + 1));
        boolean more = found.size() > limit;
        List<IntegrationView> data = more ? found.subList(0, limit) : found;
        return new Slice(data, more ? place(data.getLast()).cursor() : null, null, null);
    }

    private Slice page(TenantId tenant, int page, int limit) {
        return database.inTenant(
                tenant, tx -> new Slice(store.page(tx, (page - 1) * limit, limit), null, page, store.count(tx)));
    }

    private static IntegrationPlace place(IntegrationView view) {
        return new IntegrationPlace(view.createdAt(), view.id());
    }

    private static int number(String field, @Nullable String text, int fallback, int most) {
        if (text == null) {
            return fallback;
        }
        if (text.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw Problem.invalid(field, "out_of_range", "Must be a whole number from 1 to " + most);
    }
}
