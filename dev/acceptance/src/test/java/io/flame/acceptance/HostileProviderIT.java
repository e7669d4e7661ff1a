package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An identity provider may say what it likes of whom it likes: it opens one business, to its own people, and no more. */
class HostileProviderIT {

    private static Portal portal;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final Providers providers = new Providers(business);
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

    @Test
    void signsNobodyInBeforeTheDomainIsProven() {
        JsonNode provider = providers.create(customer.oidc(domain));
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
        providers.connectOidc(customer, domain, "agent");
        JsonNode rival = new Providers(other).create(Providers.unreachableSaml(domain));

        new Providers(other).publish(rival);
        Answer taken = other.admin.post("/api/sso/" + rival.get("id").asText() + "/verify", "");

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.body()).doesNotContain(business.slug);
        assertThat(business.admin
                        .post("/api/sso", Providers.unreachableSaml("gmail.com").toString())
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("shared_domain");
        assertThat(business.admin
                        .post("/api/sso", Providers.unreachableSaml(domain).toString())
                        .status())
                .isEqualTo(409);
    }

    /** A provider may claim what it likes about people of other businesses. */
    @Test
    void asksForThePasswordWhenAProviderSpeaksForSomebodyOfAnotherBusiness() {
        Business victim = installation.open();
        Installation.Person bob = installation.addPerson(victim.slug, "admin");
        JsonNode provider = providers.connectOidc(customer.withEmployee(bob.email()), domain, "agent");

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
        JsonNode provider = providers.connectOidc(customer.withEmployee(ceo), domain, "agent");
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
        JsonNode provider = providers.connectOidc(customer.withEmployee(ana), domain, "agent");
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

    private static String tenant(Api person) {
        Answer answer = person.get("/api/auth/me");
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json().get("tenant").asText();
    }
}
