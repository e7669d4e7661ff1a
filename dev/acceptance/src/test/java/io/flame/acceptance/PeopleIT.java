package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** People come by invitation and go by deactivation; programs come with keys and go when these are revoked. */
class PeopleIT {

    private static final String PASSWORD = "invented-password-2";

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();

    @Test
    void leadsAPersonFromTheInvitationToTheEnd() {
        String email = "robin@" + business.slug + ".example";
        Answer invited = business.admin.post(
                "/api/users", "{\"email\":\"" + email + "\",\"name\":\"Robin Gray\",\"role\":\"agent\"}");
        assertThat(invited.status()).as("%s", invited).isEqualTo(201);
        assertThat(invited.body()).doesNotContain("token");
        String acceptance = "{\"token\":\"" + mailedToken(email) + "\",\"password\":\"" + PASSWORD + "\"}";
        Api nobody = Api.anonymous(installation.url());

        Answer joined = nobody.post("/api/auth/invitations/accept", acceptance);
        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(nobody.post("/api/auth/invitations/accept", acceptance).status())
                .isEqualTo(422);

        Api robin = Api.signedIn(installation.url(), new Installation.Person(email, PASSWORD));
        assertThat(robin.get("/api/auth/me").json().get("role").asText()).isEqualTo("agent");
        assertThat(robin.get("/api/conversations").status()).isEqualTo(200);
        assertThat(robin.get("/api/api-keys").status()).isEqualTo(403);

        String id = joined.json().get("id").asText();
        String conversation = assignedConversation(id);
        assertThat(business.admin.delete("/api/users/" + id).status()).isEqualTo(204);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> robin.get("/api/conversations").status() == 403);
        await().atMost(Duration.ofSeconds(30)).until(() -> business.admin
                .get("/api/conversations/" + conversation)
                .json()
                .get("userId")
                .isNull());
        Answer login =
                nobody.post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(login.status()).isEqualTo(403);
        JsonNode person = business.admin.get("/api/users/" + id).json();
        assertThat(person.get("isActive").asBoolean()).isFalse();
    }

    @Test
    void endsTheSessionsOfWhoIsRemovedAndLetsThemInAgainLater() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        String credentials = "{\"email\":\"" + person.email() + "\",\"password\":\"" + person.password() + "\"}";
        Api nobody = Api.anonymous(installation.url());
        JsonNode session = nobody.post("/api/auth/login", credentials).json();
        String path = "/api/users/" + session.at("/user/id").asText();

        assertThat(business.admin.delete(path).status()).isEqualTo(204);
        awaitAccount();
        Answer refreshed = nobody.post(
                "/api/auth/refresh",
                "{\"refreshToken\":\"" + session.get("refreshToken").asText() + "\"}");
        assertThat(refreshed.status()).as("%s", refreshed).isEqualTo(401);
        assertThat(nobody.post("/api/auth/login", credentials).status()).isEqualTo(403);

        Answer back = business.admin.put(path, "{\"isActive\":true,\"role\":\"user\",\"name\":\"Robin Back\"}");
        assertThat(back.status()).as("%s", back).isEqualTo(200);
        awaitAccount();
        Answer again = nobody.post("/api/auth/login", credentials);
        assertThat(again.status()).as("%s", again).isEqualTo(200);
        assertThat(again.json().at("/user/role").asText()).isEqualTo("user");
        assertThat(claims(again)).contains("\"role\":\"user\"").contains("Robin Back");
    }

    /** The account at Keycloak follows the table by a job. */
    private void awaitAccount() {
        await().atMost(Duration.ofSeconds(20)).until(() -> installation
                .sql("SELECT last_error FROM flame.jobs WHERE kind = 'people.account' AND tenant = ?", business.slug)
                .isEmpty());
    }

    private static String claims(Answer login) {
        String token = login.json().get("accessToken").asText();
        return new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    }

    @Test
    void keepsTheLastAdministrator() {
        String id = business.admin.get("/api/auth/me").json().get("id").asText();

        assertThat(business.admin.delete("/api/users/" + id).status()).isEqualTo(409);
        assertThat(business.admin.put("/api/users/" + id, "{\"role\":\"user\"}").status())
                .isEqualTo(409);
        assertThat(business.admin.get("/api/users").status()).isEqualTo(200);
    }

    @Test
    void showsALimitedAgentOnlyTheirOwn() {
        Api agent = business.as("agent");
        Api colleague = business.as("agent");
        String id = idOf(agent);
        String conversation = assignedConversation(idOf(colleague));
        String path = "/api/conversations/" + conversation;
        assertThat(agent.get(path + "/messages").status()).isEqualTo(200);

        limit(id, "own");
        await().atMost(Duration.ofSeconds(30)).until(() -> agent.get(path).status() == 404);
        assertThat(agent.get("/api/conversations").json().get("data")).isEmpty();
        assertThat(agent.get(path + "/messages").status()).isEqualTo(404);
        assertThat(agent.get(path + "/decisions").status()).isEqualTo(404);
        assertThat(agent.post(path + "/messages", "{\"content\":\"x\"}").status())
                .isEqualTo(404);
        assertThat(agent.put(path, "{\"userId\":\"" + id + "\"}").status()).isEqualTo(404);
        assertThat(agent.put(path + "/status", "{\"status\":\"resolved\"}").status())
                .isEqualTo(404);
        assertThat(eventsOf(agent, conversation)).isZero();
        assertThat(eventsOf(colleague, conversation)).isPositive();
        assertThat(colleague.get(path).status()).isEqualTo(200);

        Answer team = business.admin.post(
                "/api/teams", "{\"name\":\"Sales\",\"memberIds\":[\"" + id + "\",\"" + idOf(colleague) + "\"]}");
        assertThat(team.status()).as("%s", team).isEqualTo(201);
        limit(id, "team");
        await().atMost(Duration.ofSeconds(30)).until(() -> agent.get(path).status() == 200);
        assertThat(agent.get("/api/conversations").json().get("data")).hasSize(1);
        assertThat(eventsOf(agent, conversation)).isEqualTo(eventsOf(colleague, conversation));
    }

    private static long eventsOf(Api person, String conversation) {
        Answer page = person.get("/api/events?limit=500");
        assertThat(page.status()).as("%s", page).isEqualTo(200);
        return page.json().get("data").findValuesAsText("conversationId").stream()
                .filter(conversation::equals)
                .count();
    }

    private static String idOf(Api person) {
        return person.get("/api/auth/me").json().get("id").asText();
    }

    private void limit(String id, String visibility) {
        Answer limited = business.admin.put("/api/users/" + id, "{\"visibility\":\"" + visibility + "\"}");
        assertThat(limited.status()).as("%s", limited).isEqualTo(200);
    }

    @Test
    void letsAProgramReadWithItsKeyUntilItIsRevoked() {
        Answer made =
                business.admin.post("/api/api-keys", "{\"name\":\"Reports\",\"scopes\":[\"conversations:read\"]}");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        String key = made.json().get("key").asText();
        String path = "/api/api-keys/" + made.json().get("id").asText();
        Api program = new Api(installation.url(), Map.of("Authorization", "Bearer " + key));

        assertThat(program.get("/api/conversations").status()).isEqualTo(200);
        assertThat(program.post("/api/conversations", "{}").status()).isEqualTo(403);
        assertThat(program.get("/api/users").status()).isEqualTo(403);
        assertThat(business.admin.get(path).body()).doesNotContain(key);
        assertThat(business.admin.get(path).json().get("lastUsedAt").isNull()).isFalse();

        assertThat(business.admin.delete(path).status()).isEqualTo(204);
        Answer refused = program.get("/api/conversations");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().get("code").asText()).isEqualTo("token_invalid");
        assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
    }

    @Test
    void keepsNoAnswerThatHoldsAKey() {
        Map<String, String> once = Map.of("Idempotency-Key", "the-same-key-twice");
        String body = "{\"name\":\"Reports\",\"scopes\":[\"events:read\"]}";

        Answer first = business.admin.call("POST", "/api/api-keys", body, once);
        Answer second = business.admin.call("POST", "/api/api-keys", body, once);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.json().get("key")).isNotEqualTo(first.json().get("key"));
        assertThat(business.count("idempotency_keys")).isZero();
    }

    /** What stands behind the link of the mail. */
    private String mailedToken(String email) {
        Api twins = Api.anonymous(installation.stack.twins().url());
        JsonNode mail = await().until(
                        () -> twins.get("/log?kind=mail&to=" + email).json(), mails -> !mails.isEmpty())
                .get(0);
        Matcher link = Pattern.compile("#token=(\\S+)").matcher(mail.get("text").asText());
        assertThat(link.find()).as("%s", mail).isTrue();
        return link.group(1);
    }

    /** A conversation that is this person's. */
    private String assignedConversation(String userId) {
        business.withNumber().customerWrites("12025550148", "Good morning");
        await().until(() -> business.conversations().size() == 1);
        String id = business.onlyConversation().get("id").asText();
        Answer assigned = business.admin.put("/api/conversations/" + id, "{\"userId\":\"" + userId + "\"}");
        assertThat(assigned.status()).as("%s", assigned).isEqualTo(200);
        return id;
    }
}
