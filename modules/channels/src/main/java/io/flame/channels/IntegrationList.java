package io.flame.channels;

import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Lists a tenant's integrations, oldest first. */
@ApplicationScoped
public class IntegrationList {

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;
    private final IntegrationStore store;

    @Inject
    IntegrationList(Database database, IntegrationStore store) {
        this.database = database;
        this.store = store;
    }

    /** A place in the list. */
    record Place(Instant createdAt, UUID id) {

        static final Place START = new Place(Instant.EPOCH, new UUID(0, 0));

        static Place of(List<String> cursor) {
            if (cursor.size() != 2) {
                throw PageRequest.invalidCursor();
            }
            try {
                Instant createdAt = Instant.parse(cursor.getFirst());
                UUID id = Ids.parse(cursor.getLast()).orElseThrow(PageRequest::invalidCursor);
                return new Place(createdAt.isAfter(LATEST) ? LATEST : createdAt, id);
            } catch (DateTimeException e) {
                throw PageRequest.invalidCursor();
            }
        }
    }

    public Page<IntegrationView> list(TenantId tenant, PageRequest request) {
        if (request.page().isPresent()) {
            return database.inTenant(
                    tenant, tx -> new Page<>(store.page(tx, request.offset(), request.limit()), null, store.count(tx)));
        }
        Place after = request.cursor().map(Place::of).orElse(Place.START);
        List<IntegrationView> found = database.inTenant(tenant, tx -> store.list(tx, after, request.limit() + 1));
        if (found.size() <= request.limit()) {
            return Page.of(found, null);
        }
        List<IntegrationView> shown = found.subList(0, request.limit());
        IntegrationView last = shown.getLast();
        return Page.of(shown, PageRequest.cursor(last.createdAt(), last.id()));
    }
}
