package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Businesses connect identity providers of their own, and people sign in through them in a real browser. */
class SingleSignOnIT {

    /** Of nobody. */
    private static final String CERTIFICATE = ""
            + "MIIDLTCCAhWgAwIBAgIUS9bwa/cotv4srnPH060O7GvcZKcwDQYJKoZIhvcNAQELBQAwJTEjMCEGA1UEAwwaaW52ZW"
            + "50ZWQgaWRlbnRpdHkgcHJvdmlkZXIwIBcNMjYxMTIzMDgxOTMwWhgPMjEyNjEwMzAwODE5MzBaMCUxIzAhBgNVBAMM"
            + "GmludmVudGVkIGlkZW50aXR5IHByb3ZpZGVyMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAtZmNDnT+4C"
            + "Ly2kmnwTfPHUi17KTkRYz7Fe5OES+hHZrEqUJJnJskglvSQ88jrb+AvJNOPIE6nzFYo3c2wt9xFTnMFG4uEv5tktq6"
            + "HqlW3fjyLVZxuE5w365EsbqmOVvzpv/DBDdeTJWT1abmMcv898okbW1dJjyz8PBk3FRr5zffbs745UHmiY2ZKP4i6R"
            + "96HuV/PKhF2gd9djyb/sQwmFM/f4a8ziVJtrg8pnk3gyDLZPqdfKrYZrkpjzMZ01CCTS7xnVZE2ZQcj5I1Xs0Khs1Y"
            + "QXjJWSSIqoKt0B6BFjpjizMj2Oba2LTXvoxGV0idQcuPQ2CRF2klpQG9CEToAQIDAQABo1MwUTAdBgNVHQ4EFgQUf4"
            + "Djt1MeRNnEr050bpeT1YGMCNIwHwYDVR0jBBgwFoAUf4Djt1MeRNnEr050bpeT1YGMCNIwDwYDVR0TAQH/BAUwAwEB"
            + "/zANBgkqhkiG9w0BAQsFAAOCAQEASNw8WKRNp5xn8wIVMUadzNsAgMr0kVzBF0kxG25eMYCkhQoHxj1O/PkSis0Hg9"
            + "iNfFShkKPWsCtLtaz4uFfARylLGLSHujXKI7xyZlqgHit5n8AdW3erYcLE+WwIy57nchpcmExqFMEDZynEwdkMPVud"
            + "R11ZEZ0BFpQG7DlgOi4rAGn5VP/Ofm1CPOXODUQh3JEBmjyAC8OG6TywP++oFVEmI+6l8Gs0hGrSPZNd93Sxn97SQD"
            + "e+oCgsOwtEGg3AB3MJ1mo96uJb7BB0DrlHDBYWk7WQxH48dM0CZ/QoRpZ5pE4vqNCNY1ZUKYx6NBuUU2eYt7bu2gi0"
            + "ulUwaPCySg==";

    private static Portal portal;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final String domain = "work." + business.slug + ".example";
    private final CustomerRealm customer =
            CustomerRealm.open(installation, "customer-of-" + business.slug).withEmployee("eva@" + domain);

    @BeforeAll
    static void openBrowser() {
        org.junit.jupiter.api.Assumptions.assumeTrue(Portal.isPossible(), "Chromium is not installed");
        portal = new Portal(Installation.shared());
    }

    @AfterAll
    static void closeBrowser() {
        if (portal != null) {
            portal.close();
        }
    }

    /** A provider that exists nowhere. */
    static String samlProvider(String domain) {
        ObjectNode body = Answer.JSON.createObjectNode();
        body.put("type", "saml").put("name", "Nowhere").put("domain", domain);
        body.put("entityId", "https://idp.example/entity").put("ssoUrl", "https://idp.example/sso");
        return body.put("certificate", CERTIFICATE).toString();
    }

    @Test
    void signsInAnEmployeeOfAnOpenIdProvider() {
        JsonNode provider = connectOidc(business, customer, domain, "agent");
        Portal.Visit visit = portal.visit();

        Api eva = visit.open(Map.of())
                .types("eva@" + domain)
                .signsInAt(customer, "eva@" + domain)
                .arrives();

        JsonNode me = assertIsMember(eva, "agent");
        assertThat(me.get("name").asText()).isEqualTo("Eva Customer");
        assertThat(eva.get("/api/sso").status()).isEqualTo(403);
        assertThat(audited("single sign-on: joined")).isEqualTo(List.of("eva@" + domain + " from 127.0.0.1"));
        assertThat(provider.get("status").asText()).isEqualTo("active");
    }

    @Test
    void signsInAnEmployeeOfASamlProvider() {
        ObjectNode wanted = customer.saml(domain).put("role", "user");
        JsonNode provider = created(business, wanted);
        customer.trustSaml(
                provider.get("audience").asText(), provider.get("callbackUrl").asText());
        prove(business, provider);

        Api eva = portal.visit()
                .open(Map.of())
                .types("eva@" + domain)
                .signsInAt(customer, "eva@" + domain)
                .arrives();

        assertIsMember(eva, "user");
    }

    @Test
    void sendsAnEmployeeWhoComesAgainToTheProviderAtOnce() {
        connectOidc(business, customer, domain, "agent");
        assertIsMember(firstSignIn(), "agent");
        await().until(() -> installation
                .sql("SELECT count(*) FROM flame.jobs WHERE tenant = ? AND kind = 'people.account'", business.slug)
                .equals(List.of("0")));

        Portal.Visit second = portal.visit();
        Api eva = second.open(Map.of())
                .types("eva@" + domain)
                .signsInAt(customer, "eva@" + domain)
                .arrives();

        assertIsMember(eva, "agent");
        assertThat(audited("single sign-on: joined")).hasSize(1);
    }

    @Test
    void signsNobodyInBeforeTheDomainIsProven() {
        JsonNode provider = created(business, customer.oidc(domain));
        customer.trustOidc(provider.get("callbackUrl").asText());

        Answer early = business.admin.post("/api/sso/" + provider.get("id").asText() + "/verify", "");
        Portal.Visit visit =
                portal.visit().open(Map.of("kc_idp_hint", provider.get("alias").asText()));

        assertThat(provider.get("status").asText()).isEqualTo("pending");
        assertThat(early.status()).isEqualTo(422);
        assertThat(early.json().at("/errors/0/code").asText()).isEqualTo("record_missing");
        assertThat(customer.owns(visit.page.url())).isFalse();
    }

    @Test
    void keepsADomainForTheBusinessThatProvedItFirst() {
        Business other = installation.open();
        connectOidc(business, customer, domain, "agent");
        JsonNode rival = created(other, Answer.JSON.valueToTree(read(samlProvider(domain))));

        installation.twin().publish(record(rival, "name"), record(rival, "value"));
        Answer taken = other.admin.post("/api/sso/" + rival.get("id").asText() + "/verify", "");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).doesNotContain(business.slug);
        assertThat(business.admin
                        .post("/api/sso", samlProvider("gmail.com"))
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("shared_domain");
        assertThat(business.admin.post("/api/sso", samlProvider(domain)).status())
                .isEqualTo(409);
    }

    /** A provider may claim what it likes about people of other businesses. */
    @Test
    void asksForThePasswordWhenAProviderSpeaksForSomebodyOfAnotherBusiness() {
        Business victim = installation.open();
        Installation.Person bob = installation.addPerson(victim.slug, "admin");
        JsonNode provider = connectOidc(business, customer.withEmployee(bob.email()), domain, "agent");

        Portal.Visit visit = claims(provider, bob.email());
        visit.page.locator("#linkAccount").waitFor();

        assertThat(visit.page.url()).doesNotContain("code=");
        assertThat(business.count("users")).isEqualTo(1);
        assertThat(victim.count("users")).isEqualTo(2);
    }

    /** Keycloak makes the account that a hostile provider claims; who prepares it has nothing of it later. */
    @Test
    void givesNothingToAProviderThatSpeaksForSomebodyBeforeTheyCome() {
        Business victim = installation.open();
        String ceo = "ceo@" + victim.slug + ".example";
        JsonNode provider = connectOidc(business, customer.withEmployee(ceo), domain, "agent");
        Api hostile = claims(provider, ceo).arrives();
        assertThat(hostile.get("/api/auth/me").status()).isEqualTo(403);
        setPassword(ceo, "planted-password-1");

        assertThat(victim.admin
                        .post("/api/users", "{\"email\":\"" + ceo + "\",\"name\":\"Cleo Officer\",\"role\":\"admin\"}")
                        .status())
                .isEqualTo(201);
        String token = new Mails(installation).tokenTo(ceo);
        Answer joined = Api.anonymous(installation.url())
                .post(
                        "/api/auth/invitations/accept",
                        "{\"token\":\"" + token + "\",\"password\":\"" + Installation.PASSWORD + "\"}");

        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(tenant(Api.signedIn(installation.url(), new Installation.Person(ceo, Installation.PASSWORD))))
                .isEqualTo(victim.slug);
        assertThat(new Accounts(installation)
                        .login(new Installation.Person(ceo, "planted-password-1"))
                        .status())
                .isEqualTo(401);
        assertThat(hostile.get("/api/auth/me").status()).isIn(401, 403);
        claims(provider, ceo).page.locator("#linkAccount").waitFor();
        assertThat(business.count("users")).isEqualTo(1);
    }

    /** Up to where Keycloak knows whom the provider has sent; it lets them look over their name. */
    private Portal.Visit claims(JsonNode provider, String email) {
        Portal.Visit visit = portal.visit()
                .open(Map.of("kc_idp_hint", provider.get("alias").asText()))
                .signsInAt(customer, email);
        assertThat(visit.page.locator("#firstName").inputValue()).isNotBlank();
        assertThat(visit.page.locator("#email").count()).isZero();
        visit.page.locator("[type=submit]").first().click();
        return visit;
    }

    private void setPassword(String email, String password) {
        Api keycloak = installation.keycloakAdmin();
        String id = keycloak.get("/admin/realms/flame/users?exact=true&email=" + email)
                .json()
                .at("/0/id")
                .asText();
        assertThat(keycloak.put(
                                "/admin/realms/flame/users/" + id + "/reset-password",
                                "{\"type\":\"password\",\"value\":\"" + password + "\",\"temporary\":false}")
                        .status())
                .isEqualTo(204);
    }

    /** She has an account with a password, and works for both. */
    @Test
    void opensOnlyItsOwnBusinessToSomebodyWhoWorksForTwo() {
        Business other = installation.open();
        String ana = "ana@" + domain;
        installation.addPerson(other.slug, ana, "admin");
        installation.sql(
                "INSERT INTO %s.users (id, email, name, role) SELECT id, email, name, 'agent' FROM %s.users WHERE email = ?"
                        .formatted(business.schema(), other.schema()),
                ana);
        JsonNode provider = connectOidc(business, customer.withEmployee(ana), domain, "agent");
        Map<String, String> hint = Map.of("kc_idp_hint", provider.get("alias").asText());

        Portal.Visit visit = portal.visit().open(hint).signsInAt(customer, ana);
        visit.page.locator("#linkAccount").click();
        Api linked = visit.typesPassword(Installation.PASSWORD).arrives();
        Api again = portal.visit().open(hint).signsInAt(customer, ana).arrives();
        Api byPassword = Api.signedIn(installation.url(), new Installation.Person(ana, Installation.PASSWORD));

        assertThat(tenant(linked)).isEqualTo(business.slug);
        assertThat(tenant(again)).isEqualTo(business.slug);
        assertThat(tenant(byPassword)).isEqualTo(other.slug);
    }

    @Test
    void takesNobodyInWithoutAFreeSeat() {
        connectOidc(business, customer, domain, "agent");
        installation.sql("UPDATE flame.tenants SET quotas = '{\"seats\": 1}' WHERE slug = ?", business.slug);

        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() ->
                        assertThat(business.admin.get("/api/usage").body()).contains("\"limit\":1"));
        Api eva = firstSignIn();

        assertThat(eva.get("/api/auth/me").status()).isEqualTo(402);
        assertThat(business.count("users")).isEqualTo(1);
    }

    @Test
    void endsWithTheMembershipAndWithTheProvider() {
        JsonNode provider = connectOidc(business, customer, domain, "agent");
        Api eva = firstSignIn();
        String id = assertIsMember(eva, "agent").get("id").asText();

        business.admin.delete("/api/users/" + id);
        assertThat(eva.get("/api/auth/me").status()).isEqualTo(403);
        business.admin.put("/api/users/" + id, "{\"isActive\":true}");
        assertThat(eva.get("/api/auth/me").status()).isEqualTo(200);
        String path = "/api/sso/" + provider.get("id").asText();
        assertThat(business.admin
                        .put(path, "{\"enabled\":false}")
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("disabled");
        assertThat(eva.get("/api/auth/me").status()).isEqualTo(403);
        business.admin.put(path, "{\"enabled\":true}");
        assertThat(eva.get("/api/auth/me").status()).isEqualTo(200);
        assertThat(business.admin.delete(path).status()).isEqualTo(204);

        assertThat(eva.get("/api/auth/me").status()).isEqualTo(403);
        assertThat(installation.sql("SELECT 1 FROM flame.sso_domains WHERE domain = ?", domain))
                .isEmpty();
    }

    @Test
    void neverShowsTheSecretAgain() {
        JsonNode provider = connectOidc(business, customer, domain, "agent");
        String path = "/api/sso/" + provider.get("id").asText();

        String shown = business.admin.get(path).body()
                + business.admin.get("/api/sso").body()
                + business.admin.get("/api/audit").body()
                + provider;
        String kept = String.join(
                "",
                installation.sql("SELECT row_to_json(p) FROM %s.identity_providers p".formatted(business.schema())));

        assertThat(shown + kept).contains(domain).doesNotContain(CustomerRealm.SECRET);
        assertThat(business.admin
                        .put(path, "{\"clientId\":\"another\"}")
                        .json()
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("clientSecret");
        assertThat(business.admin
                        .put(path, "{\"name\":\"Renamed\"}")
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo("Renamed");
        assertIsMember(firstSignIn(), "agent");
    }

    private Api firstSignIn() {
        return portal.visit()
                .open(Map.of())
                .types("eva@" + domain)
                .signsInAt(customer, "eva@" + domain)
                .arrives();
    }

    private JsonNode assertIsMember(Api person, String role) {
        Answer answer = person.get("/api/auth/me");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        JsonNode me = answer.json();
        assertThat(me.get("tenant").asText()).isEqualTo(business.slug);
        assertThat(me.get("role").asText()).isEqualTo(role);
        assertThat(me.get("email").asText()).isEqualTo("eva@" + domain);
        return me;
    }

    private static String tenant(Api person) {
        Answer answer = person.get("/api/auth/me");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json().get("tenant").asText();
    }

    private List<String> audited(String action) {
        return installation.sql(
                "SELECT actor_email || ' from ' || address FROM %s.audit_log WHERE action = ?"
                        .formatted(business.schema()),
                action);
    }

    private JsonNode connectOidc(Business owner, CustomerRealm realm, String of, String role) {
        JsonNode provider = created(owner, realm.oidc(of).put("role", role));
        realm.trustOidc(provider.get("callbackUrl").asText());
        return prove(owner, provider);
    }

    private static JsonNode created(Business owner, JsonNode wanted) {
        Answer answer = owner.admin.post("/api/sso", wanted.toString());
        assertThat(answer.status()).as("%s", answer).isEqualTo(201);
        return answer.json();
    }

    private JsonNode prove(Business owner, JsonNode provider) {
        installation.twin().publish(record(provider, "name"), record(provider, "value"));
        Answer verified = owner.admin.post("/api/sso/" + provider.get("id").asText() + "/verify", "");
        assertThat(verified.status()).as("%s", verified).isEqualTo(200);
        return verified.json();
    }

    private static String record(JsonNode provider, String field) {
        return provider.at("/record/" + field).asText();
    }

    private static JsonNode read(String json) {
        return new Answer(200, null, json).json();
    }
}
