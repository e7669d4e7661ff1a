package io.flame.channels;

import static java.lang.System.Logger.Level.ERROR;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.flame.kernel.Secrets;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Database;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Integrations with their secrets open, remembered for a few seconds. */
@ApplicationScoped
class Accounts {

    private static final System.Logger LOG = System.getLogger(Accounts.class.getName());

    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    private record Key(TenantId tenant, UUID integrationId) {}

    private record Row(Platform platform, String externalId, IntegrationStatus status, String credentials) {}

    private final Database database;
    private final Secrets secrets;
    private final Cache<Key, Account> known =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(KNOWN_FOR).build();

    @Inject
    Accounts(Database database, Secrets secrets) {
        this.database = database;
        this.secrets = secrets;
    }

    Optional<Account> find(TenantId tenant, UUID integrationId) {
        Key key = new Key(tenant, integrationId);
        Optional<Account> present = Optional.ofNullable(known.getIfPresent(key));
        if (present.isPresent()) {
            return present;
        }
        Optional<Account> loaded = load(tenant, integrationId);
        loaded.ifPresent(account -> known.put(key, account));
        return loaded;
    }

    /** As {@link #find}, but past the cache. */
    Optional<Account> load(TenantId tenant, UUID integrationId) {
        return database.inTenant(
                        tenant,
                        tx -> tx.queryOne(
                                "SELECT platform, external_id, status, credentials::text FROM integrations WHERE id = ?",
                                row -> new Row(
                                        Platform.of(row.getString(1)).orElseThrow(),
                                        row.getString(2),
                                        IntegrationStatus.of(row.getString(3)),
                                        row.getString(4)),
                                integrationId))
                .map(row -> new Account(
                        tenant,
                        integrationId,
                        row.platform(),
                        row.externalId(),
                        row.status(),
                        open(tenant, integrationId, StoredCredentials.parse(row.credentials()))));
    }

    void forget(TenantId tenant, UUID integrationId) {
        known.invalidate(new Key(tenant, integrationId));
    }

    /** A secret that does not open is as good as none; the rest of the account goes on working. */
    private Map<String, String> open(TenantId tenant, UUID integrationId, StoredCredentials stored) {
        Map<String, String> open = new HashMap<>(stored.plain());
        stored.sealed().forEach((name, secret) -> {
            try {
                open.put(name, secrets.open(tenant, StoredCredentials.place(integrationId, name), secret.sealed()));
            } catch (IllegalStateException e) {
                LOG.log(ERROR, "{0} of integration {1}, tenant {2}, does not open", name, integrationId, tenant);
            }
        });
        return open;
    }
}
