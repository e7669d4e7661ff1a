package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words and secrets of one business that nobody else has, put wherever its API takes some. */
final class Canaries {

    private final Business business;

    /** Stands in every text of this business. */
    final String mark = "zq" + UUID.randomUUID().toString().replace("-", "");

    /** Of a customer, in no text. */
    final String phone = "1202" + ThreadLocalRandom.current().nextLong(1_000_000, 9_999_999);

    /** Credentials by what they are; none of them may ever be seen again. */
    final Map<String, String> secrets = new LinkedHashMap<>();

    final IsolationIT.Things things;

    private Canaries(Business business) {
        this.business = business;
        this.things = IsolationIT.Things.of(business);
        plantTexts();
        plantCredentials();
        plantAccounts();
        plantTheInstallations();
    }

    static Canaries plantedIn(Business business) {
        return new Canaries(business);
    }

    String mail() {
        return mark + "@" + business.slug + ".example";
    }

    private void plantTexts() {
        Api admin = business.admin;
        assertDone(admin.put("/api/assistants/" + id("assistants"), "{\"name\":\"Desk " + mark + "\"}"));
        assertDone(admin.post("/api/holidays", "{\"date\":\"2027-06-01\",\"name\":\"Day " + mark + "\"}"));
        assertDone(admin.post(
                "/api/assistants/" + id("assistants") + "/exceptions",
                "{\"date\":\"2027-06-02\",\"name\":\"Closed " + mark + "\"}"));
        assertDone(admin.put("/api/teams/" + id("teams"), "{\"name\":\"Team " + mark + "\"}"));
        assertDone(admin.post("/api/api-keys", "{\"name\":\"Key " + mark + "\",\"scopes\":[\"events:read\"]}"));
        assertDone(admin.put("/api/auth/profile", "{\"name\":\"Alex " + mark + "\"}"));
        assertDone(admin.put("/api/integrations/" + id("integrations"), "{\"name\":\"Number " + mark + "\"}"));
        Answer begun = assertDone(admin.post(
                "/api/conversations",
                "{\"contactName\":\"Kim " + mark + "\",\"contactPhone\":\"" + phone + "\",\"contactEmail\":\"" + mail()
                        + "\",\"platform\":\"whatsapp\",\"tags\":[\"" + mark + "\"]}"));
        business.customerWrites(phone, "My words are " + mark);
        assertDone(admin.post(
                "/api/conversations/" + begun.json().get("id").asText() + "/messages",
                "{\"content\":\"Our words are " + mark + "\"}"));
        await().until(() ->
                business.sentTo(phone).stream().anyMatch(sent -> sent.toString().contains(mark) || !sent.isEmpty()));
    }

    private void plantCredentials() {
        keep("access token", "EAAG" + secret());
        keep("app secret", secret());
        keep("verify token", secret());
        assertDone(business.admin.put(
                "/api/integrations/" + id("integrations"),
                "{\"credentials\":{\"accessToken\":\"" + secrets.get("access token") + "\",\"appSecret\":\""
                        + secrets.get("app secret") + "\",\"verifyToken\":\"" + secrets.get("verify token") + "\"}}"));
        keep(
                "service key",
                assertDone(business.admin.post(
                                "/api/api-keys", "{\"name\":\"Robot\",\"scopes\":[\"conversations:read\"]}"))
                        .json()
                        .get("key")
                        .asText());
    }

    private void plantAccounts() {
        Api nobody = Api.anonymous(business.installation.url());
        assertDone(business.admin.post(
                "/api/users", "{\"email\":\"" + mail() + "\",\"name\":\"Robin " + mark + "\",\"role\":\"agent\"}"));
        keep("invitation token", mailedToken(mail(), 1));
        keep("password", secret());
        assertDone(nobody.post(
                "/api/auth/invitations/accept",
                "{\"token\":\"" + secrets.get("invitation token") + "\",\"password\":\"" + secrets.get("password")
                        + "\"}"));
        assertDone(nobody.post("/api/auth/forgot-password", "{\"email\":\"" + mail() + "\"}"));
        keep("reset token", mailedToken(mail(), 2));
        keep("new password", secret());
        assertDone(nobody.post(
                "/api/auth/reset-password",
                "{\"token\":\"" + secrets.get("reset token") + "\",\"password\":\"" + secrets.get("new password")
                        + "\"}"));
        JsonNode session = assertDone(nobody.post(
                        "/api/auth/login",
                        "{\"email\":\"" + mail() + "\",\"password\":\"" + secrets.get("new password") + "\"}"))
                .json();
        keep("session's access token", session.get("accessToken").asText());
        keep("session's refresh token", session.get("refreshToken").asText());
    }

    private void plantTheInstallations() {
        Map<String, String> environment = business.installation.stack.environment();
        keep("master key", environment.get("FLAME_MASTER_KEY"));
        keep("login client's secret", environment.get("KEYCLOAK_LOGIN_CLIENT_SECRET"));
        keep("backend client's secret", environment.get("KEYCLOAK_BACKEND_CLIENT_SECRET"));
        String database = environment.get("DATABASE_URL");
        keep(
                "database password",
                database.substring(database.lastIndexOf(':', database.indexOf('@')) + 1, database.indexOf('@')));
    }

    private String id(String collection) {
        return things.ids().get(collection);
    }

    private void keep(String what, String secret) {
        assertThat(secret).as(what).hasSizeGreaterThan(15);
        secrets.put(what, secret);
    }

    private static String secret() {
        return "canary-" + UUID.randomUUID();
    }

    /** What stands behind the link of the newest mail, once there are so many. */
    private String mailedToken(String email, int mails) {
        Api twins = Api.anonymous(business.installation.twin().url());
        JsonNode found =
                await().until(() -> twins.get("/log?kind=mail&to=" + email).json(), all -> all.size() >= mails);
        String text = found.get(found.size() - 1).get("text").asText();
        Matcher link = Pattern.compile("#token=(\\S+)").matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }

    private static Answer assertDone(Answer answer) {
        assertThat(answer.status()).as("%s", answer).isLessThan(300);
        return answer;
    }
}
