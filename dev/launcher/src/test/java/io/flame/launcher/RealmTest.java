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

        assertThat(claims(flame))
                .contains(
                        "upn",
                        "userId",
                        "email",
                        "email_verified",
                        "role",
                        "avatar_url",
                        "groups",
                        "identity_provider");
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
                        "manage-users",
                        "view-users",
                        "query-users",
                        "manage-organizations",
                        "manage-identity-providers",
                        "view-events");
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

    /** Else a provider could take over whoever has the address that it claims. */
    @Test
    void linksNoAccountWithoutItsPassword() {
        assertThat(realm.path("firstBrokerLoginFlow").asText()).isEqualTo("flame first broker login");
        assertThat(steps("flame account")).containsExactly("idp-create-user-if-unique", "flame existing account");
        assertThat(steps("flame existing account"))
                .containsExactly("idp-confirm-link", "idp-username-password-form", "flame existing otp");
        assertThat(steps("flame first broker login")).containsExactly("idp-review-profile", "flame account");
    }

    /** Nor may people write the address themselves that a provider has not told. */
    @Test
    void letsNobodyChangeTheirAddress() throws IOException {
        JsonNode profile = Json.MAPPER.readTree(
                realm.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config/kc.user.profile.config/0")
                        .asText());

        for (String attribute : List.of("email", "username", "tenant", "role")) {
            assertThat(named(profile.path("attributes"), "name", attribute).at("/permissions/edit"))
                    .extracting(JsonNode::asText)
                    .containsExactly("admin");
        }
    }

    @Test
    void asksForTheSecondFactorAfterThePassword() {
        assertThat(realm.path("directGrantFlow").asText()).isEqualTo("flame direct grant");
        assertThat(steps("flame direct grant"))
                .containsExactly(
                        "direct-grant-validate-username", "direct-grant-validate-password", "flame second factor");
        assertThat(steps("flame second factor"))
                .containsExactly("conditional-user-configured", "flame code missing", "direct-grant-validate-otp");
        assertThat(realm.path("webAuthnPolicyPasswordlessPasskeysEnabled").asBoolean())
                .isTrue();
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

    private List<String> steps(String flow) {
        List<String> steps = new ArrayList<>();
        named(realm.path("authenticationFlows"), "alias", flow)
                .path("authenticationExecutions")
                .forEach(step -> steps.add(
                        step.path("flowAlias").asText(step.path("authenticator").asText())));
        return steps;
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
