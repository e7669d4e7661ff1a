package io.flame.messaging;

import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tenant's customers. One who was erased is not there any more, though an empty row still holds the place. */
@ApplicationScoped
public class Contacts {

    private static final int SEARCH_LENGTH = 200;

    private static final String PRESENT = "SELECT " + ContactView.COLUMNS + " FROM contacts k"
            + " WHERE NOT EXISTS (SELECT 1 FROM erasures e WHERE e.contact_id = k.id)";

    private static final String MATCHING = " AND (k.name ILIKE ? OR k.phone LIKE ? OR k.email ILIKE ?)";

    private final Database database;

    @Inject
    public Contacts(Database database) {
        this.database = database;
    }

    /**
     * One page, the latest added first.
     *
     * @param search part of a name, phone number or e-mail address; null or blank for all
     */
    public Page<ContactView> list(TenantId tenant, @Nullable String search, PageRequest request) {
        StringBuilder sql = new StringBuilder(PRESENT);
        List<Object> values = new ArrayList<>();
        pattern(search).ifPresent(pattern -> {
            sql.append(MATCHING);
            values.addAll(Collections.nCopies(3, pattern));
        });
        request.cursor().ifPresent(cursor -> {
            sql.append(" AND k.id < ?");
            values.add(Ids.parse(cursor.getFirst()).orElseThrow(PageRequest::invalidCursor));
        });
        sql.append(" ORDER BY k.id DESC LIMIT ?");
        values.add(request.limit() + 1);
        List<ContactView> found =
                database.inTenant(tenant, tx -> tx.query(sql.toString(), ContactView::read, values.toArray()));
        boolean more = found.size() > request.limit();
        List<ContactView> shown = more ? found.subList(0, request.limit()) : found;
        return Page.of(shown, more ? PageRequest.cursor(shown.getLast().id()) : null);
    }

    /** 404 for one that does not exist in this tenant, or was erased. */
    public ContactView get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> tx.queryOne(PRESENT + " AND k.id = ?", ContactView::read, id))
                .orElseThrow(Problem::notFound);
    }

    private static Optional<String> pattern(@Nullable String search) {
        if (search == null || search.isBlank()) {
            return Optional.empty();
        }
        if (search.length() > SEARCH_LENGTH || search.indexOf('\0') >= 0) {
            throw Problem.invalid("q", "too_long", "q must have at most " + SEARCH_LENGTH + " characters and no NUL");
        }
        String words = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return Optional.of("%" + words + "%");
    }
}
