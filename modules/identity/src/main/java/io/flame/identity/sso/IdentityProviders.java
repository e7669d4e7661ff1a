package io.flame.identity.sso;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.identity.Role;
import io.flame.identity.keycloak.KeycloakBrokers;
import io.flame.identity.people.Organizations;
import io.flame.kernel.Ids;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.Page;
import io.flame.kernel.Problem;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.Change;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseException;
import io.flame.kernel.persistence.Transaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The identity providers of a tenant. One signs nobody in before the tenant has proven that the domain is its own, and is
 * asked about nobody but people of that domain. Keycloak is changed inside of the transaction that changes the table: what
 * one refuses is not in the other, and what a crash between them leaves in Keycloak is disabled.
 */
@ApplicationScoped
public class IdentityProviders {

    private static final int MOST = 20;
    private static final int ALIAS_BYTES = 6;
    private static final int CHALLENGE_BYTES = 20;

    private final Database database;
    private final ProvenDomains domains;
    private final DomainRecords records;
    private final Connector connector;
    private final KeycloakBrokers keycloak;
    private final Organizations organizations;
    private final Lookups lookups;
    private final SecureRandom random = new SecureRandom();

    @Inject
    IdentityProviders(
            Database database,
            ProvenDomains domains,
            DomainRecords records,
            Connector connector,
            KeycloakBrokers keycloak,
            Organizations organizations,
            Lookups lookups) {
        this.database = database;
        this.domains = domains;
        this.records = records;
        this.connector = connector;
        this.keycloak = keycloak;
        this.organizations = organizations;
        this.lookups = lookups;
    }

    /** All of them, oldest first: there are never many. */
    public Page<ProviderView> list(TenantId tenant) {
        Set<String> proven = domains.aliases(tenant);
        List<Provider> found =
                database.inTenant(tenant, tx -> tx.query(Provider.SELECT + "ORDER BY id", Provider::read));
        return Page.of(
                found.stream()
                        .map(each -> each.view(proven.contains(each.alias()), keycloak))
                        .toList(),
                null);
    }

    /** 404 when the tenant has no such provider. */
    public ProviderView get(TenantId tenant, UUID id) {
        return view(tenant, find(tenant, id));
    }

    /**
     * Connects a provider, which signs nobody in yet.
     *
     * @throws Problem 422 for a domain nobody can have to himself, or addresses that lead to no provider; 409 for a domain
     *     the tenant has connected already, or too many providers
     */
    public ProviderView create(TenantId tenant, JsonNode body) {
        ProviderDraft draft = ProviderDraft.ofNew(body);
        lookups.take(tenant);
        Connection connection = connector.connect(draft, null);
        UUID id = Ids.next();
        String alias = "sso-" + tenant.slug() + "-" + random(ALIAS_BYTES);
        return checked(() -> database.inTenant(tenant, tx -> {
            requireRoom(tx);
            tx.update(
                    "INSERT INTO identity_providers (id, alias, type, name, domain, role, enabled, challenge, settings)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)",
                    id,
                    alias,
                    connection.type(),
                    draft.name().orElseThrow(),
                    draft.domain().orElseThrow().name(),
                    draft.role().orElse(Role.AGENT).word(),
                    draft.enabled().orElse(true),
                    random(CHALLENGE_BYTES),
                    Json.write(connection));
            Provider made = find(tx, id);
            keycloak.create(Brokers.of(tenant, made, draft, false, keycloak.audience()));
            ProviderView view = made.view(false, keycloak);
            tx.tell(new Change(id, null, view));
            return view;
        }));
    }

    /**
     * Changes what the body names; neither type nor domain can be changed.
     *
     * @throws Problem 412 when the provider is no longer as the caller saw it, 422 as for {@link #create}
     */
    public ProviderView change(TenantId tenant, UUID id, JsonNode body, IfMatch condition) {
        Provider known = find(tenant, id);
        condition.check(known.version());
        ProviderDraft draft = ProviderDraft.ofChange(body, known.connection().type());
        lookups.take(tenant);
        Connection connection = connector.connect(draft, known.connection());
        String organization = organizations.of(tenant);
        boolean proven = domains.aliases(tenant).contains(known.alias());
        boolean enabled = draft.enabled().orElse(known.enabled());
        if (!enabled) {
            domains.activate(tenant, known.alias(), false);
        }
        ProviderView changed = database.inTenant(tenant, tx -> {
            Provider before = lock(tx, id);
            IfMatch.version(known.version()).check(before.version());
            tx.update(
                    "UPDATE identity_providers SET name = ?, role = ?, enabled = ?, settings = ?::jsonb,"
                            + " version = version + 1, updated_at = now() WHERE id = ?",
                    draft.name().orElse(before.name()),
                    draft.role().orElse(before.role()).word(),
                    enabled,
                    Json.write(connection),
                    id);
            Provider after = find(tx, id);
            put(tenant, organization, after, draft, proven);
            return told(tx, before.view(proven, keycloak), after.view(proven, keycloak));
        });
        domains.activate(tenant, known.alias(), enabled);
        return changed;
    }

    /**
     * Looks whether the domain's owner publishes the proof, and if so lets people of the domain sign in.
     *
     * @throws Problem 422 naming {@code domain} when the proof is not there, 409 when the domain is connected to another
     *     tenant, 503 when nobody answers for the domain
     */
    public ProviderView verify(TenantId tenant, UUID id) {
        Provider known = find(tenant, id);
        boolean proven = domains.aliases(tenant).contains(known.alias());
        ProviderView.Proof proof = known.proof();
        lookups.take(tenant);
        if (!proven && !records.texts(proof.name()).contains(proof.value())) {
            throw Problem.invalid("domain", "record_missing", "The domain has no TXT record " + proof.name() + " yet");
        }
        domains.claim(tenant, known.alias(), known.domain());
        String organization = organizations.of(tenant);
        ProviderView view = database.inTenant(tenant, tx -> {
            Provider locked = lock(tx, id);
            tx.update("UPDATE identity_providers SET version = version + 1, updated_at = now() WHERE id = ?", id);
            Provider after = find(tx, id);
            put(tenant, organization, after, Brokers.NOTHING, true);
            return told(tx, locked.view(proven, keycloak), after.view(true, keycloak));
        });
        domains.activate(tenant, known.alias(), view.enabled());
        return view;
    }

    /** Whoever came through it stays a member, but cannot come through it any more; 404 when there is none. */
    public void delete(TenantId tenant, UUID id) {
        Provider known = find(tenant, id);
        boolean proven = domains.aliases(tenant).contains(known.alias());
        String organization = organizations.of(tenant);
        domains.release(tenant, known.alias());
        database.runInTenant(tenant, tx -> {
            Provider before = lock(tx, id);
            tx.update("DELETE FROM identity_providers WHERE id = ?", id);
            keycloak.close(organization, before.alias(), before.domain().name());
            keycloak.delete(before.alias());
            tx.tell(new Change(id, before.view(proven, keycloak), null));
        });
    }

    /**
     * One that Keycloak has lost, or never had because the tenant comes from elsewhere, is made again. None is switched on
     * before Keycloak knows whose it is and of which domain: it looks at people's addresses only then.
     */
    private void put(TenantId tenant, String organization, Provider provider, ProviderDraft draft, boolean proven) {
        boolean known = keycloak.knows(provider.alias());
        if (!known) {
            requireSecret(provider, draft);
            keycloak.create(Brokers.of(tenant, provider, draft, false, keycloak.audience()));
        }
        if (proven) {
            keycloak.open(organization, provider.alias(), provider.domain().name());
        }
        if (known || proven) {
            keycloak.update(Brokers.of(tenant, provider, draft, proven, keycloak.audience()));
        }
    }

    private static void requireSecret(Provider provider, ProviderDraft draft) {
        if (provider.connection() instanceof Connection.Oidc
                && draft.oidc().secret().isEmpty()) {
            throw Problem.invalid("clientSecret", "required", "clientSecret is not known here: change the provider");
        }
    }

    private static void requireRoom(Transaction tx) throws SQLException {
        if (tx.query("SELECT 1 FROM identity_providers", row -> 1).size() >= MOST) {
            throw Problem.conflict("There are " + MOST + " identity providers already");
        }
    }

    private ProviderView view(TenantId tenant, Provider provider) {
        return provider.view(domains.aliases(tenant).contains(provider.alias()), keycloak);
    }

    private static ProviderView told(Transaction tx, ProviderView before, ProviderView after) {
        tx.tell(new Change(after.id(), before, after));
        return after;
    }

    private Provider find(TenantId tenant, UUID id) {
        return database.inTenant(tenant, tx -> find(tx, id));
    }

    private static Provider find(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(Provider.SELECT + "WHERE id = ?", Provider::read, id).orElseThrow(Problem::notFound);
    }

    private static Provider lock(Transaction tx, UUID id) throws SQLException {
        return tx.queryOne(Provider.SELECT + "WHERE id = ? FOR UPDATE", Provider::read, id)
                .orElseThrow(Problem::notFound);
    }

    private String random(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseException e) {
            if (e.isUniqueViolation()) {
                throw Problem.conflict("The domain has an identity provider already");
            }
            throw e;
        }
    }
}
