package io.flame.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.identity.Caller;
import io.flame.identity.Role;
import io.flame.kernel.FieldError;
import io.flame.kernel.Json;
import io.flame.kernel.Page;
import io.flame.kernel.PageRequest;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.kernel.retention.Retention;
import io.flame.kernel.retention.Terms;
import io.flame.testing.TestDatabase;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ApiKeysTest {

    private final TestDatabase server = TestDatabase.shared();
    private final ConnectionPool pool = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", server.url()), 2);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final KeyHolders holders = new KeyHolders(new KeyTable(database), Clock.systemUTC());
    private final ApiKeys keys = new ApiKeys(database, holders, Clock.systemUTC());
    private final Caller admin = caller(TenantId.of(server.newTenant()));

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void issuesAKeyThatIsShownOnceAndStoredAsAHash() {
        IssuedApiKey issued = issue("[\"conversations:read\",\"events:read\"]");

        assertThat(holders.identify(issued.key()).scopes())
                .containsExactlyInAnyOrder(Scope.CONVERSATIONS_READ, Scope.EVENTS_READ);
        assertThat(issued.toString()).doesNotContain(issued.key());
        String row = database.inTenant(
                admin.tenant(), tx -> tx.queryOne("SELECT api_keys::text FROM api_keys", found -> found.getString(1))
                        .orElseThrow());
        assertThat(row).doesNotContain(issued.key().substring(issued.key().length() - 64));
        assertThat(Json.write(keys.get(admin.tenant(), issued.view().id())))
                .doesNotContain(issued.key())
                .contains("\"scopes\":[\"conversations:read\",\"events:read\"]");
    }

    @Test
    void forgetsAKeyAYearAfterItWasRevoked() {
        IssuedApiKey kept = issue("[\"conversations:read\"]");
        keys.revoke(admin.tenant(), issue("[\"conversations:read\"]").view().id());
        KeyExpiry expiry = new KeyExpiry(database);
        assertThat(expiry.removeSome(admin.tenant(), terms(364))).isZero();

        assertThat(expiry.removeSome(admin.tenant(), terms(366))).isEqualTo(1);
        assertThat(holders.identify(kept.key()).scopes()).containsExactly(Scope.CONVERSATIONS_READ);
    }

    private static Terms terms(int days) {
        return new Terms(
                new Retention(null, null, null, null),
                ZoneOffset.UTC,
                Instant.now().plus(Duration.ofDays(days)));
    }

    @Test
    void notesWhenAKeyWasUsed() {
        IssuedApiKey issued = issue("[\"conversations:read\"]");
        assertThat(issued.view().lastUsedAt()).isNull();

        holders.identify(issued.key());

        assertThat(keys.get(admin.tenant(), issued.view().id()).lastUsedAt()).isNotNull();
    }

    @Test
    void refusesARevokedKeyAtOnceAndForGood() {
        IssuedApiKey issued = issue("[\"conversations:read\"]");
        holders.identify(issued.key());

        keys.revoke(admin.tenant(), issued.view().id());
        keys.revoke(admin.tenant(), issued.view().id());

        assertThatThrownBy(() -> holders.identify(issued.key())).isInstanceOf(Problem.class);
        assertThat(keys.get(admin.tenant(), issued.view().id()).revokedAt()).isNotNull();
    }

    @Test
    void refusesTheKeysOfASuspendedTenantAndOfNoTenant() {
        IssuedApiKey issued = issue("[\"conversations:read\"]");
        database.runInPlatform(tx -> tx.update(
                "UPDATE flame.tenants SET status = 'suspended' WHERE slug = ?",
                admin.tenant().slug()));

        assertThatThrownBy(() -> holders.identify(issued.key())).isInstanceOf(Problem.class);
        assertThatThrownBy(() -> holders.identify(
                        KeyText.fresh(TenantId.of("no_such_tenant")).reveal()))
                .isInstanceOf(Problem.class);
    }

    @Test
    void findsNoKeyOfAnotherTenant() {
        IssuedApiKey issued = issue("[\"conversations:read\"]");
        TenantId other = TenantId.of(server.newTenant());

        assertThatThrownBy(() -> keys.get(other, issued.view().id()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(ProblemCode.NOT_FOUND));
        assertThatThrownBy(() -> keys.revoke(other, issued.view().id())).isInstanceOf(Problem.class);
        assertThat(holders.identify(issued.key()).caller().tenant()).isEqualTo(admin.tenant());
    }

    @Test
    void namesEverythingThatIsWrongWithAWish() {
        assertThatThrownBy(() ->
                        keys.issue(admin, json("{\"scopes\":[\"root:all\"],\"expiresAt\":\"2001-01-01T00:00:00Z\"}")))
                .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors())
                        .extracting(FieldError::field)
                        .containsExactlyInAnyOrder("name", "scopes", "expiresAt"));
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        List<UUID> made = List.of(
                issue("[\"teams:read\"]").view().id(),
                issue("[\"teams:read\"]").view().id(),
                issue("[\"teams:read\"]").view().id());

        Page<ApiKeyView> first = keys.list(admin.tenant(), PageRequest.of("2", null, null, 50));
        Page<ApiKeyView> rest = keys.list(admin.tenant(), PageRequest.of("2", first.next(), null, 50));

        assertThat(first.data()).extracting(ApiKeyView::id).containsExactly(made.get(2), made.get(1));
        assertThat(rest.data()).extracting(ApiKeyView::id).containsExactly(made.get(0));
        assertThat(rest.next()).isNull();
    }

    private IssuedApiKey issue(String scopes) {
        return keys.issue(admin, json("{\"name\":\"Billing\",\"scopes\":" + scopes + "}"));
    }

    private static Caller caller(TenantId tenant) {
        return new Caller(tenant, UUID.randomUUID(), "ana@example.test", "Ana", Role.ADMIN);
    }

    private static com.fasterxml.jackson.databind.JsonNode json(String text) {
        try {
            return Json.mapper().readTree(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
