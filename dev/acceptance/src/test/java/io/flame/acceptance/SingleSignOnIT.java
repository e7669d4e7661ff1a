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
    void signsInAnEmployeeOfAnOpenIdProvider() {
        JsonNode provider = providers.connectOidc(customer, domain, "agent");
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
        JsonNode provider = providers.create(wanted);
        customer.trustSaml(
                provider.get("audience").asText(), provider.get("callbackUrl").asText());
        providers.prove(provider);

        Api eva = portal.visit()
                .open(Map.of())
                .types("eva@" + domain)
                .signsInAt(customer, "eva@" + domain)
                .arrives();

        assertIsMember(eva, "user");
    }

    @Test
    void sendsAnEmployeeWhoComesAgainToTheProviderAtOnce() {
        providers.connectOidc(customer, domain, "agent");
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
    void takesNobodyInWithoutAFreeSeat() {
        providers.connectOidc(customer, domain, "agent");
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
        JsonNode provider = providers.connectOidc(customer, domain, "agent");
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
        JsonNode provider = providers.connectOidc(customer, domain, "agent");
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

    private List<String> audited(String action) {
        return installation.sql(
                "SELECT actor_email || ' from ' || address FROM %s.audit_log WHERE action = ?"
                        .formatted(business.schema()),
                action);
    }
}
