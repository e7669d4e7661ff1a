package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How people join a business, join a second one, and change between them. */
class JoiningIT {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);

    private final Installation installation = Installation.shared();
    private final Accounts accounts = new Accounts(installation);
    private final Business business = installation.open();

    @Test
    void joinsByInvitationAtRegistration() {
        Installation.Person robin =
                new Installation.Person("robin@" + business.slug + ".example", Installation.PASSWORD);
        String token = business.invite(robin.email(), "agent");
        ObjectNode body =
                Answer.JSON.createObjectNode().put("invitation", token).put("password", Installation.PASSWORD);
        Answer other = accounts.post("/api/auth/register", body.deepCopy().put("email", "other@example.com"));
        assertThat(other.json().at("/errors/0/field").asText()).isEqualTo("email");

        Answer joined = accounts.post("/api/auth/register", body.put("name", "Robin (Sales) & Gray"));

        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(joined.json().get("tenant").asText()).isEqualTo(business.slug);
        JsonNode me = accounts.me(accounts.login(robin).json()).json();
        assertThat(me.get("name").asText()).isEqualTo("Robin (Sales) & Gray");
        assertThat(me.get("role").asText()).isEqualTo("agent");
        assertThat(me.get("emailVerified").asBoolean()).isTrue();
        Answer again = accounts.post("/api/auth/register", body);
        assertThat(again.status()).isEqualTo(422);
        assertThat(again.json().at("/errors/0/field").asText()).isEqualTo("invitation");
    }

    @Test
    void changesBetweenTwoTenantsWithoutANewSignIn() {
        Installation.Person ana = installation.addPerson(business.slug, "admin");
        Business second = installation.open();
        JsonNode before = accounts.login(ana).json();
        accept(second, ana, "agent");

        JsonNode home = accounts.refresh(before).json();
        assertThat(home.at("/user/tenant").asText()).isEqualTo(business.slug);
        JsonNode me = accounts.me(home).json();
        assertThat(me.get("tenants").findValuesAsText("slug")).containsExactly(business.slug, second.slug);
        assertThat(me.get("tenants").findValuesAsText("role")).containsExactly("admin", "agent");

        JsonNode away = accounts.refresh(home, second.slug).json();

        assertThat(away.at("/user/tenant").asText()).isEqualTo(second.slug);
        assertThat(away.at("/user/role").asText()).isEqualTo("agent");
        JsonNode claims = claims(away);
        assertThat(claims.get("tenant").asText()).isEqualTo(second.slug);
        assertThat(claims.get("role").asText()).isEqualTo("agent");
        assertThat(claims.get("userId")).isEqualTo(claims(home).get("userId"));
        assertThat(claims.get("sid")).isEqualTo(claims(home).get("sid"));
        assertThat(accounts.as(away).get("/api/usage").status()).isEqualTo(403);
        assertThat(accounts.as(away).get("/api/users").body())
                .contains("@" + second.slug + ".example")
                .doesNotContain("admin@" + business.slug);
        JsonNode later = accounts.refresh(away).json();
        assertThat(later.at("/user/tenant").asText()).isEqualTo(second.slug);
        assertThat(accounts.login(ana).json().at("/user/tenant").asText()).isEqualTo(second.slug);
        JsonNode back = accounts.login(ana, business.slug).json();
        assertThat(back.at("/user/role").asText()).isEqualTo("admin");
        assertThat(accounts.as(back).get("/api/usage").status()).isEqualTo(200);
        JsonNode sessions = accounts.as(later).get("/api/auth/sessions").json().get("data");
        assertThat(sessions).hasSize(3);
        assertThat(sessions.findValuesAsText("tenant")).contains(business.slug, second.slug);
        assertThat(accounts.logout(later).status()).isEqualTo(204);
        assertThat(accounts.refresh(later).status()).isEqualTo(401);
        assertThat(accounts.me(back).status()).isEqualTo(200);
    }

    @Test
    void refusesTenantsThatAreNotTheUsersAndSuspendedOnes() {
        Installation.Person ana = installation.addPerson(business.slug, "admin");
        Business second = installation.open();
        Business foreign = installation.open();
        accept(second, ana, "agent");
        JsonNode session = accounts.login(ana, business.slug).json();

        Answer unknown = accounts.refresh(session, "nobody_here");
        Answer other = accounts.refresh(session, foreign.slug);
        assertThat(unknown.status()).isEqualTo(403);
        assertThat(withoutTrace(other)).isEqualTo(withoutTrace(unknown));
        assertThat(withoutTrace(accounts.login(ana, foreign.slug)))
                .isEqualTo(withoutTrace(accounts.login(ana, "nobody_here")));
        Api operator = installation.operator();
        assertThat(operator.post("/api/platform/tenants/" + foreign.slug + "/suspend", "")
                        .status())
                .isEqualTo(200);
        assertThat(withoutTrace(accounts.refresh(session, foreign.slug))).isEqualTo(withoutTrace(unknown));
        assertThat(operator.post("/api/platform/tenants/" + second.slug + "/suspend", "")
                        .status())
                .isEqualTo(200);
        assertThat(accounts.refresh(session, second.slug).json().get("code").asText())
                .isEqualTo("tenant_suspended");

        JsonNode still = accounts.refresh(session).json();
        assertThat(still.at("/user/tenant").asText()).isEqualTo(business.slug);
        assertThat(accounts.me(still).json().get("tenants").findValuesAsText("suspended"))
                .containsExactly("false", "true");
    }

    @Test
    void sendsWhoeverIsRemovedFromOneTenantBackToTheOther() {
        Installation.Person ana = installation.addPerson(business.slug, "admin");
        Business second = installation.open();
        accept(second, ana, "agent");
        JsonNode away = accounts.login(ana, second.slug).json();
        String id = away.at("/user/id").asText();

        assertThat(second.admin.delete("/api/users/" + id).status()).isEqualTo(204);

        await().atMost(A_MINUTE).until(() -> accounts.me(away).status() != 200);
        JsonNode home = accounts.login(ana).json();
        assertThat(home.at("/user/tenant").asText()).isEqualTo(business.slug);
        assertThat(accounts.me(home).json().get("tenants").findValuesAsText("slug"))
                .containsExactly(business.slug);
        assertThat(accounts.login(ana, second.slug).status()).isEqualTo(403);
    }

    private void accept(Business into, Installation.Person person, String role) {
        String token = into.invite(person.email(), role);
        ObjectNode body = Answer.JSON.createObjectNode().put("invitation", token);
        Answer wrong = accounts.post("/api/auth/register", body.deepCopy().put("password", "not-her-password"));
        assertThat(wrong.status()).isEqualTo(401);
        Answer joined = accounts.post("/api/auth/register", body.put("password", person.password()));
        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
    }

    private static JsonNode claims(JsonNode session) {
        String token = session.get("accessToken").asText();
        String json = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        return new Answer(200, null, json).json();
    }

    private static JsonNode withoutTrace(Answer answer) {
        return ((ObjectNode) answer.json()).without(List.of("requestId", "instance"));
    }
}
