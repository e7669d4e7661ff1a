package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Pages of other origins read nothing and change nothing, whatever a browser sends along for them. */
class ForeignPagesIT {

    private static final List<String> WRITES =
            List.of("/api/teams", "/api/api-keys", "/api/users", "/api/assistants", "/api/auth/login");

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final String home = installation.url();

    private List<String> foreignOrigins() {
        String host = home.substring("http://".length());
        return List.of(
                "null",
                "*",
                "https://evil.example",
                "https://" + host,
                "http://" + host + ".evil.example",
                "http://evil.example/" + home,
                "http://evil" + host,
                "http://" + host + "1",
                "http://" + host.replaceFirst(":.*", ""),
                "http://user@" + host,
                home + "/",
                home.toUpperCase(java.util.Locale.ROOT),
                home + " http://evil.example");
    }

    @Test
    void letsOnlyTheListedOriginRead() {
        int refused = 0;
        for (String origin : foreignOrigins()) {
            Answer answer = business.admin.call("GET", "/api/auth/me", null, Map.of("Origin", origin));
            assertThat(answer.header("Access-Control-Allow-Origin")).as(origin).isEmpty();
            Answer preflight = preflight(origin);
            assertThat(preflight.header("Access-Control-Allow-Origin"))
                    .as(origin)
                    .isEmpty();
            assertThat(preflight.header("Access-Control-Allow-Headers"))
                    .as(origin)
                    .isEmpty();
            refused++;
        }

        Answer own = business.admin.call("GET", "/api/auth/me", null, Map.of("Origin", home));
        assertThat(own.header("Access-Control-Allow-Origin")).isEqualTo(home);
        assertThat(own.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(preflight(home).header("Access-Control-Allow-Headers")).contains("Authorization");
        System.out.printf("origins: %d of %d foreign ones were refused%n", refused, foreignOrigins().size());
    }

    /** What a form of a foreign page can send: these types, and cookies, but no Authorization. */
    @Test
    void changesNothingForWhatAFormCanSend() {
        String before = state();
        for (String path : WRITES) {
            for (String type : List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b")) {
                Map<String, String> headers = Map.of("Content-Type", type, "Origin", "https://evil.example");
                Answer signedIn = business.admin.call("POST", path, body(), headers);
                assertThat(signedIn.status()).as("%s %s: %s", path, type, signedIn).isEqualTo(415);
                Answer byCookie = new Api(home, Map.of("Cookie", "token=" + business.admin.token()))
                        .call("POST", path, body(), headers);
                assertThat(byCookie.status()).as("%s %s: %s", path, type, byCookie).isIn(401, 415);
            }
        }
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void changesNothingWithoutTheAuthorizationHeader() {
        String before = state();
        for (String path : WRITES.subList(0, WRITES.size() - 1)) {
            Answer answer = new Api(home, Map.of("Cookie", "token=" + business.admin.token())).post(path, body());
            assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(401);
            assertThat(answer.json().get("code").asText()).isEqualTo("token_required");
        }
        assertThat(state()).isEqualTo(before);
    }

    private Answer preflight(String origin) {
        return Api.anonymous(home)
                .call(
                        "OPTIONS",
                        "/api/teams",
                        null,
                        Map.of(
                                "Origin", origin,
                                "Access-Control-Request-Method", "POST",
                                "Access-Control-Request-Headers", "authorization,content-type"));
    }

    private static String body() {
        return "{\"name\":\"Made by a foreign page\",\"scopes\":[\"conversations:read\"],\"type\":\"auto\","
                + "\"autoResponse\":\"x\",\"email\":\"mallory@evil.example\",\"role\":\"admin\"}";
    }

    private String state() {
        String schema = business.schema();
        return installation
                .sql("SELECT (SELECT count(*) FROM %1$s.teams), (SELECT count(*) FROM %1$s.api_keys),"
                        .formatted(schema)
                        + " (SELECT count(*) FROM %1$s.assistants), (SELECT count(*) FROM %1$s.invitations),"
                                .formatted(schema)
                        + " (SELECT count(*) FROM %s.users)".formatted(schema))
                .getFirst();
    }
}
