package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealmTest {
    private JsonNode realm;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = Objects.requireNonNull(RealmTest.class.getResourceAsStream("flame-realm.json"))) {
            realm = Json.MAPPER.readTree(in);
        }
    }

    @Test
    void mapsEveryClaimThatFlameReads() {
        JsonNode flame = named(realm.path("clientScopes"), "name", "flame");

        assertThat(claims(flame)).contains("upn", "userId", "email", "email_verified", "role", "avatar_url", "groups");
        assertThat(flame.toString()).contains("flame-api");
        assertThat(claims(named(realm.path("clientScopes"), "name", "organization")))
                .contains("organization", "tenant");
    }

    /** Keycloak's mapper of groups writes into the claim of whichever membership mapper it finds first: {@code tenant} too. */
    @Test
    void mapsNoGroupsOfOrganizations() {
        assertThat(realm.path("clientScopes").toString()).doesNotContain("oidc-organization-group-membership-mapper");
    }

    /** Nothing but their end stops tokens of which no node has heard that their session was ended. */
    @Test
    void letsAccessTokensLiveForFiveMinutes() {
        assertThat(realm.path("accessTokenLifespan").asText()).isEqualTo("${FLAME_ACCESS_TOKEN_SECONDS:300}");
    }

    @Test
    void keepsAListOfWhatIsDoneToAccounts() {
        assertThat(realm.path("adminEventsEnabled").asBoolean()).isTrue();
    }

    @Test
    void declaresEveryScopeThatAClientUses() {
        List<String> declared = texts(realm.path("clientScopes"), "name");

        for (JsonNode client : realm.path("clients")) {
            client.path("defaultClientScopes")
                    .forEach(scope -> assertThat(declared).contains(scope.asText()));
            client.path("optionalClientScopes")
                    .forEach(scope -> assertThat(declared).contains(scope.asText()));
        }
    }

    @Test
    void givesTheBackendNoMoreRightsThanItNeeds() {
        JsonNode account = named(realm.path("users"), "serviceAccountClientId", "flame-backend");

        assertThat(account.at("/clientRoles/realm-management"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "manage-users", "view-users", "query-users", "manage-organizations", "view-events");
    }

    @Test
    void neverMintsUserTokensForTheClientWithAdministrativeRights() {
        JsonNode backend = named(realm.path("clients"), "clientId", "flame-backend");

        assertThat(backend.path("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(backend.path("standardFlowEnabled").asBoolean()).isFalse();
    }

    /** For Keycloak's own pages; our sign-in counts for itself. */
    @Test
    void locksAnAccountForAQuarterOfAnHourAfterTenWrongPasswords() {
        assertThat(realm.path("bruteForceProtected").asBoolean()).isTrue();
        assertThat(realm.path("failureFactor").asInt()).isEqualTo(10);
        assertThat(realm.path("waitIncrementSeconds").asInt()).isEqualTo(900);
        assertThat(realm.path("maxFailureWaitSeconds").asInt()).isEqualTo(900);
    }

    @Test
    void holdsNoSecretOfItsOwn() {
        assertThat(named(realm.path("clients"), "clientId", "flame-login")
                        .path("secret")
                        .asText())
                .isEqualTo("${FLAME_LOGIN_SECRET}");
        assertThat(named(realm.path("users"), "username", KeycloakServer.OPERATOR)
                        .at("/credentials/0/value")
                        .asText())
                .isEqualTo("${FLAME_OPERATOR_PASSWORD}");
    }

    private static JsonNode named(JsonNode nodes, String field, String value) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .filter(node -> node.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode nodes, String field) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(node.path(field).asText()));
        return texts;
    }

    private static List<String> claims(JsonNode scope) {
        List<String> claims = new ArrayList<>();
        scope.path("protocolMappers")
                .forEach(mapper ->
                        claims.add(mapper.path("config").path("claim.name").asText()));
        return claims;
    }
}
