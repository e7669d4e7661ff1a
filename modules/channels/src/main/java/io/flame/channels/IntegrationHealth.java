package io.flame.channels;

import static java.lang.System.Logger.Level.WARNING;

import io.flame.kernel.EventLog;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.Transaction;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.MessageFailed;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Notices that a provider refuses an integration as a whole, marks it and tells. Only an active integration can break: one
 * that a person has disconnected stays so.
 */
@ApplicationScoped
class IntegrationHealth {

    private static final System.Logger LOG = System.getLogger(IntegrationHealth.class.getName());

    private final Database database;
    private final EventLog events;
    private final Accounts accounts;
    private final Clock clock;

    @Inject
    IntegrationHealth(Database database, EventLog events, Accounts accounts, Clock clock) {
        this.database = database;
        this.events = events;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** A single failed message says nothing about its integration, unless the reason is the account's. */
    void on(@Observes MessageFailed fact) {
        UUID integrationId = fact.integrationId();
        if (integrationId != null && WhatsAppErrors.concernsAccount(fact.error().code())) {
            TenantId tenant = database.current().orElseThrow().tenant();
            mark(tenant, integrationId, fact.error());
        }
    }

    /** Never throws: that the state could not be noted must not change what is told of the message. */
    void broken(TenantId tenant, UUID integrationId, DeliveryError error) {
        try {
            mark(tenant, integrationId, error);
        } catch (RuntimeException e) {
            LOG.log(WARNING, "cannot mark integration {0} as broken: {1}", integrationId, e.getMessage());
        }
    }

    private void mark(TenantId tenant, UUID integrationId, DeliveryError error) {
        database.runInTenant(tenant, tx -> {
            mark(tx, integrationId, error);
            tx.afterCommit(() -> accounts.forget(tenant, integrationId));
        });
    }

    private void mark(Transaction tx, UUID integrationId, DeliveryError error) throws SQLException {
        Instant now = clock.instant();
        Optional<Platform> marked = tx.queryOne(
                """
                UPDATE integrations SET status = 'error', last_error = ?, version = version + 1, updated_at = ?
                 WHERE id = ? AND status = 'active' RETURNING platform""", row -> Platform.of(row.getString(1)).orElseThrow(), error.message(), now, integrationId);
        if (marked.isPresent()) {
            LOG.log(WARNING, "integration {0} of tenant {1} is broken: {2}", integrationId, tx.tenant(), error.code());
            events.publish(tx, new IntegrationBroken(integrationId, marked.get(), IntegrationStatus.ERROR, error, now));
        }
    }
}
