package io.flame.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.IfMatch;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.TenantId;
import io.flame.kernel.persistence.ConnectionPool;
import io.flame.kernel.persistence.Database;
import io.flame.kernel.persistence.DatabaseUrl;
import io.flame.kernel.persistence.EntitySessions;
import io.flame.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
class ProfilesTest {

    private final TestDatabase server = TestDatabase.shared();
    private final ConnectionPool pool = new ConnectionPool(DatabaseUrl.parse("DATABASE_URL", server.url()), 2);
    private final Database database = new Database(pool.dataSource(), new EntitySessions(List.of()).factory());
    private final Memberships memberships = new Memberships(database);
    private final Profiles profiles = new Profiles(database, memberships);
    private final TenantId tenant = TenantId.of(server.newTenant());
    private final Caller caller = new Caller(tenant, UUID.randomUUID(), "ana@example.test", "Ana", Role.AGENT);

    @BeforeEach
    void addUser() {
        database.runInTenant(
                tenant,
                tx -> tx.update(
                        "INSERT INTO users (id, email, name, role) VALUES (?, ?, ?, 'agent')",
                        caller.userId(),
                        caller.email(),
                        caller.name()));
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void changesWhatTheBodyNames() {
        change(
                "{'name':' Ana Ñandú ','avatarUrl':'https://example.test/a.png','locale':'en-US','timeZone':'Europe/Madrid'}");

        SessionUser after = change("{'locale':'es'}");

        assertThat(after)
                .isEqualTo(new SessionUser(
                        caller.userId(),
                        "ana@example.test",
                        "Ana Ñandú",
                        Role.AGENT,
                        "https://example.test/a.png",
                        tenant.slug(),
                        "es",
                        "Europe/Madrid"));
    }

    @Test
    void showsTheChangeToTheNextRequest() {
        assertThat(memberships
                        .find(tenant, caller.userId())
                        .orElseThrow()
                        .caller()
                        .name())
                .isEqualTo("Ana");

        change("{'name':'Anna'}");

        assertThat(memberships
                        .find(tenant, caller.userId())
                        .orElseThrow()
                        .caller()
                        .name())
                .isEqualTo("Anna");
    }

    @Test
    void fallsBackToTheTenantsLanguageAndZone() {
        change("{'locale':'en','timeZone':'America/Lima','avatarUrl':'https://example.test/a.png'}");

        SessionUser after = change("{'locale':null,'timeZone':null,'avatarUrl':null}");

        assertThat(after.locale()).isEqualTo("es");
        assertThat(after.timeZone()).isEqualTo("UTC");
        assertThat(after.avatarUrl()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "role | {'role':'admin'}",
                "tenant | {'tenant':'globex'}",
                "id | {'id':'00000000-0000-0000-0000-000000000000'}",
                "email | {'email':'other@example.test'}",
                "isActive | {'isActive':false}",
                "name | {'name':null}",
                "name | {'name':'  '}",
                "avatarUrl | {'avatarUrl':'javascript:alert(1)'}",
                "avatarUrl | {'avatarUrl':'http://example.test/a.png'}",
                "avatarUrl | {'avatarUrl':'https://user@example.test/a.png'}",
                "locale | {'locale':'fr'}",
                "locale | {'locale':7}",
                "timeZone | {'timeZone':'Mars/Olympus'}"
            })
    void refusesAndNamesWhatIsNotTheMembersToChange(String field, String body) {
        SessionUser before = change("{}");

        Problem refusal = catchThrowableOfType(Problem.class, () -> change(body));

        assertThat(refusal.errors()).extracting(FieldError::field).containsExactly(field);
        assertThat(change("{}")).isEqualTo(before);
    }

    @Test
    void changesNothingWhenOneFieldIsForbidden() {
        catchThrowableOfType(Problem.class, () -> change("{'name':'Anna','role':'admin'}"));

        assertThat(change("{}").name()).isEqualTo("Ana");
    }

    @Test
    void changesNothingThatIsNoLongerAsTheCallerSawIt() {
        IfMatch seen = IfMatch.of(profiles.get(caller).etag());
        JsonNode body = Json.mapper().createObjectNode().put("name", "Anna");
        String after = profiles.change(caller, seen, body).etag();

        Problem refusal = catchThrowableOfType(Problem.class, () -> profiles.change(caller, seen, body));

        assertThat(refusal.code()).isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(profiles.get(caller).etag()).isEqualTo(after);
    }

    private SessionUser change(String body) {
        try {
            JsonNode json = Json.mapper().readTree(body.replace('\'', '"'));
            return profiles.change(caller, IfMatch.anything(), json).user();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
