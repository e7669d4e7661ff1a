package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.EventLog;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The accounts through which a tenant talks with its customers: created, changed, connected, disconnected, deleted. An id
 * of another tenant is as unknown as one that never existed.
 */
@ApplicationScoped
public class Integrations {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final Database database;
    private final IntegrationStore store;
    private final RouteStore routeStore;
    private final Credentials credentials;
    private final ChannelMemory memory;
    private final Accounts accounts;
    private final Adapters adapters;
    private final EventLog events;
    private final Clock clock;

    @Inject
    Integrations(
            Database database,
            IntegrationStore store,
            RouteStore routeStore,
            Credentials credentials,
            ChannelMemory memory,
            Accounts accounts,
            Adapters adapters,
            EventLog events,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.routeStore = routeStore;
        this.credentials = credentials;
        this.memory = memory;
        this.accounts = accounts;
        this.adapters = adapters;
        this.events = events;
        this.clock = clock;
    }

    public IntegrationView get(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> store.find(tx, id).view());
    }

    public IntegrationHealthView status(TenantId tenant, UUID id) {
        IntegrationView view = get(tenant, id);
        return new IntegrationHealthView(
                id,
                view.platform(),
                view.status(),
                view.status() == IntegrationStatus.ACTIVE,
                adapters.of(view.platform()).isPresent(),
                view.lastError(),
                view.lastSync());
    }

    /**
     * Stores a new integration, not yet connected, and makes its account lead to this tenant.
     *
     * @param creator the member who does it
     * @throws Problem {@code INVALID} naming the fields; {@code CONFLICT} when the account is connected anywhere already
     */
    public IntegrationView create(TenantId tenant, UUID creator, JsonNode body) {
        IntegrationInput input = new IntegrationInput(body);
        IntegrationDraft draft = input.create();
        database.runInTenant(tenant, tx -> store.requireAssistant(tx, draft.defaultAssistantId()));

        UUID id = routeStore.reserve(tenant, draft.platform(), draft.externalId(), Ids.next());
        try {
            StoredCredentials sealed = credentials.change(tenant, id, StoredCredentials.empty(), input.credentials());
            IntegrationView view = database.inTenant(tenant, tx -> {
                IntegrationView made = store.insert(tx, id, creator, draft, sealed, now());
                tx.tell(new Change(id, null, made));
                return made;
            });
            settle(tenant, id);
            return view;
        } catch (RuntimeException e) {
            giveBack(tenant, id, e);
            throw e;
        }
    }

    /**
     * Changes what the body names.
     *
     * @param condition on the version the caller has read
     * @throws Problem {@code PRECONDITION_FAILED} when it has changed since; otherwise as {@link #create}
     */
    public IntegrationView update(TenantId tenant, UUID id, IfMatch condition, JsonNode body) {
        IntegrationInput input = new IntegrationInput(body);
        Integration current = database.inTenant(tenant, tx -> {
            Integration found = store.find(tx, id);
            condition.check(found.version());
            store.requireAssistant(tx, input.change(found.draft()).defaultAssistantId());
            return found;
        });
        IntegrationDraft draft = new IntegrationInput(body).change(current.draft());
        if (!draft.externalId().equals(current.externalId())) {
            UUID holder = routeStore.reserve(tenant, draft.platform(), draft.externalId(), id);
            if (!holder.equals(id)) {
                throw Problem.conflict("This account is being connected; try again in a minute");
            }
        }
        try {
            StoredCredentials sealed = credentials.change(tenant, id, current.credentials(), input.credentials());
            return database.inTenant(tenant, tx -> {
                Integration found = store.lock(tx, id);
                IfMatch.version(current.version()).check(found.version());
                IntegrationView before = found.view();
                found.describe(draft, sealed, now());
                IntegrationView after = store.flushed(tx, found);
                tx.tell(new Change(id, before, after));
                return after;
            });
        } finally {
            memory.forget(tenant, id, draft.platform(), current.externalId());
            settle(tenant, id);
        }
    }

    /** Deletes it. Its conversations stay; nothing is received or sent through it any more. */
    public void delete(TenantId tenant, UUID id) {
        Integration found = database.inTenant(tenant, tx -> store.find(tx, id));
        routeStore.remove(tenant, id);
        database.runInTenant(tenant, tx -> {
            Integration gone = store.lock(tx, id);
            tx.session().remove(gone);
            tx.session().flush();
            tx.tell(new Change(id, gone.view(), null));
            events.publish(tx, new ChannelDisconnected(id, found.platform(), IntegrationStatus.INACTIVE, now()));
        });
        memory.forget(tenant, id, found.platform(), found.externalId());
    }

    /**
     * Asks the provider whether the credentials are good and, if so, begins to send.
     *
     * @throws Problem {@code CONFLICT} when the provider refuses them, or when this version has no adapter for the
     *     platform; {@code UNAVAILABLE} when the provider cannot be asked
     */
    public IntegrationView connect(TenantId tenant, UUID id) {
        Account account = accounts.load(tenant, id).orElseThrow(Problem::notFound);
        settle(tenant, id);
        AccountCheck check = adapters.of(account.platform())
                .map(adapter -> adapter.check(account))
                .orElseGet(AccountCheck.Unsupported::new);
        return switch (check) {
            case AccountCheck.Good() -> connected(tenant, account);
            case AccountCheck.Refused refused -> {
                String reason = refused.error().message();
                change(tenant, id, found -> found.refused(reason, now()));
                throw Problem.conflict(reason);
            }
            case AccountCheck.Unknown(String reason) ->
                throw Problem.unavailable("The provider cannot be asked: " + reason, RETRY_AFTER, null);
            case AccountCheck.Unsupported() ->
                throw Problem.conflict(
                        "Accounts of " + account.platform().word() + " can be stored, but not be connected yet");
        };
    }

    private IntegrationView connected(TenantId tenant, Account account) {
        UUID id = account.integrationId();
        IntegrationView view = database.inTenant(tenant, tx -> {
            Integration found = store.lock(tx, id);
            found.connected(now());
            events.publish(tx, new ChannelConnected(id, found.platform(), found.status(), now()));
            return store.flushed(tx, found);
        });
        memory.forget(tenant, id, account.platform(), account.externalId());
        return view;
    }

    /** Stops sending; what comes in is still received. */
    public IntegrationView disconnect(TenantId tenant, UUID id) {
        IntegrationView view = database.inTenant(tenant, tx -> {
            Integration found = store.lock(tx, id);
            if (found.status() != IntegrationStatus.INACTIVE) {
                found.disconnected(now());
                events.publish(tx, new ChannelDisconnected(id, found.platform(), found.status(), now()));
            }
            return store.flushed(tx, found);
        });
        memory.forget(tenant, id, view.platform(), view.externalId());
        return view;
    }

    private void change(TenantId tenant, UUID id, Consumer<Integration> change) {
        database.runInTenant(tenant, tx -> change.accept(store.lock(tx, id)));
        accounts.forget(tenant, id);
    }

    /** Makes the routes what the stored integration says. Whatever broke off before is put right by the next call. */
    private void settle(TenantId tenant, UUID id) {
        Integration stored = database.inTenant(tenant, tx -> store.find(tx, id));
        Optional<String> tokenHash = credentials.verifyTokenHash(tenant, id, stored.credentials());
        routeStore.settle(tenant, stored.platform(), id, stored.externalId(), tokenHash);
        memory.forget(tenant, id, stored.platform(), stored.externalId());
    }

    /** A creation that failed gives its route back, unless the integration is there after all. */
    private void giveBack(TenantId tenant, UUID id, RuntimeException failure) {
        try {
            if (!database.inTenant(tenant, tx -> store.exists(tx, id))) {
                routeStore.remove(tenant, id);
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
