package io.flame.assistant;

import io.flame.kernel.Ids;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.SelectionQuery;

/** Reads one page of assistants, oldest first. */
final class AssistantList {

    private static final String ALL = "from Assistant a order by a.createdAt, a.id";
    private static final String AFTER = """
            from Assistant a where a.createdAt > :created or (a.createdAt = :created and a.id > :id)
            order by a.createdAt, a.id""";

    private AssistantList() {}

    static Page<AssistantView> read(Session session, PageRequest page) {
        List<Assistant> found = query(session, page)
                .setFirstResult(page.offset())
                .setMaxResults(page.limit() + 1)
                .getResultList();
        List<Assistant> shown = found.subList(0, Math.min(found.size(), page.limit()));
        String next = found.size() > page.limit() ? cursor(shown.getLast()) : null;
        Long total = page.page().isPresent() ? count(session) : null;
        return new Page<>(shown.stream().map(Assistant::view).toList(), next, total);
    }

    private static SelectionQuery<Assistant> query(Session session, PageRequest page) {
        if (page.cursor().isEmpty() || page.page().isPresent()) {
            return session.createSelectionQuery(ALL, Assistant.class);
        }
        List<String> parts = page.cursor().get();
        if (parts.size() != 2) {
            throw PageRequest.invalidCursor();
        }
        return session.createSelectionQuery(AFTER, Assistant.class)
                .setParameter("created", created(parts.getFirst()))
                .setParameter("id", Ids.parse(parts.getLast()).orElseThrow(PageRequest::invalidCursor));
    }

    private static String cursor(Assistant last) {
        return PageRequest.cursor(last.createdAt(), last.id());
    }

    /** A forged cursor may name a moment that no database can keep. */
    private static Instant created(String text) {
        try {
            Instant created = Instant.parse(text);
            if (created.isAfter(Instant.EPOCH) && created.isBefore(Instant.parse("9999-01-01T00:00:00Z"))) {
                return created;
            }
            throw PageRequest.invalidCursor();
        } catch (DateTimeParseException e) {
            throw PageRequest.invalidCursor();
        }
    }

    private static Long count(Session session) {
        return session.createSelectionQuery("select count(a) from Assistant a", Long.class)
                .getSingleResult();
    }
}
