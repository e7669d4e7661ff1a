package io.flame.channels;

import io.flame.kernel.Problem;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.query.Query;
import org.jspecify.annotations.Nullable;

/** The tenant's table of integrations. */
@ApplicationScoped
class IntegrationStore {

    Integration find(Transaction tx, UUID id) {
        return Optional.ofNullable(tx.session().find(Integration.class, id)).orElseThrow(Problem::notFound);
    }

    Integration lock(Transaction tx, UUID id) {
        return Optional.ofNullable(tx.session().find(Integration.class, id, LockModeType.PESSIMISTIC_WRITE))
                .orElseThrow(Problem::notFound);
    }

    boolean exists(Transaction tx, UUID id) {
        return tx.session().find(Integration.class, id) != null;
    }

    IntegrationView insert(
            Transaction tx, UUID id, UUID creator, IntegrationDraft draft, StoredCredentials sealed, Instant now)
            throws SQLException {
        @Nullable
        UUID userId = tx.queryOne("SELECT id FROM users WHERE id = ?", row -> creator, creator)
                .orElse(null);
        Integration integration = new Integration(id, draft.platform(), userId, now);
        integration.describe(draft, sealed, now);
        tx.session().persist(integration);
        return flushed(tx, integration);
    }

    /** Writes now, so that the view has the new version, and a clash is told as what it is. */
    IntegrationView flushed(Transaction tx, Integration integration) {
        try {
            tx.session().flush();
            return integration.view();
        } catch (ConstraintViolationException e) {
            throw Problem.conflict("This account is already connected");
        }
    }

    void requireAssistant(Transaction tx, @Nullable UUID assistantId) throws SQLException {
        if (assistantId == null) {
            return;
        }
        if (tx.queryOne("SELECT 1 FROM assistants WHERE id = ?", row -> true, assistantId)
                .isEmpty()) {
            throw Problem.invalid("defaultAssistantId", "unknown", "There is no such assistant");
        }
    }

    /** Oldest first, after a place, at most so many. */
    List<IntegrationView> list(Transaction tx, IntegrationList.Place after, int limit) {
        Query<Integration> query = tx.session()
                .createQuery(
                        "from Integration i where i.createdAt > :at or (i.createdAt = :at and i.id > :id) order by i.createdAt, i.id",
                        Integration.class);
        return query
                .setParameter("at", after.createdAt())
                .setParameter("id", after.id())
                .setMaxResults(limit)
                .list()
                .stream()
                .map(Integration::view)
                .toList();
    }

    List<IntegrationView> page(Transaction tx, int offset, int limit) {
        return tx
                .session()
                .createQuery("from Integration i order by i.createdAt, i.id", Integration.class)
                .setFirstResult(offset)
                .setMaxResults(limit)
                .list()
                .stream()
                .map(Integration::view)
                .toList();
    }

    long count(Transaction tx) {
        return tx.session()
                .createQuery("select count(i) from Integration i", Long.class)
                .getSingleResult();
    }
}
