package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The accounts' operations as a client calls them. */
final class Accounts {

    private final Installation installation;
    private final Api anonymous;

    Accounts(Installation installation) {
        this.installation = installation;
        this.anonymous = Api.anonymous(installation.url());
    }

    Answer login(Installation.Person person) {
        return login(person, null);
    }

    Answer login(Installation.Person person, String tenant) {
        ObjectNode body = Answer.JSON.createObjectNode();
        body.put("email", person.email()).put("password", person.password());
        return post("/api/auth/login", tenant == null ? body : body.put("tenant", tenant));
    }

    Answer refresh(JsonNode session) {
        return refresh(session, null);
    }

    Answer refresh(JsonNode session, String tenant) {
        ObjectNode body = Answer.JSON.createObjectNode().put("refreshToken", refreshToken(session));
        return post("/api/auth/refresh", tenant == null ? body : body.put("tenant", tenant));
    }

    Answer logout(JsonNode session) {
        return post("/api/auth/logout", Answer.JSON.createObjectNode().put("refreshToken", refreshToken(session)));
    }

    Answer me(JsonNode session) {
        return as(session).get("/api/auth/me");
    }

    Api as(JsonNode session) {
        return as(session.get("accessToken").asText());
    }

    Api as(String accessToken) {
        return new Api(installation.url(), Map.of("Authorization", "Bearer " + accessToken));
    }

    Answer post(String path, JsonNode body) {
        return anonymous.post(path, body.toString());
    }

    /** What opens a business, once its mail is answered. */
    static ObjectNode registration(String email, String business, String locale) {
        return Answer.JSON
                .createObjectNode()
                .put("email", email)
                .put("password", Installation.PASSWORD)
                .put("name", "Rosa Paz (Café & Té)")
                .put("business", business)
                .put("locale", locale);
    }

    private static String refreshToken(JsonNode session) {
        return session.get("refreshToken").asText();
    }
}
