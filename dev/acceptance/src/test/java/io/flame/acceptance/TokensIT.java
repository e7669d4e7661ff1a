package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the real Keycloak issues besides access tokens, and what can be made of them, lets nobody in. */
class TokensIT {

    private static final String ASKED = "/api/auth/me";

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final Installation.Person person = installation.addPerson(business.slug, "agent");
    private final JsonNode issued = signIn("openid organization:*");
    private final String good = issued.get("access_token").asText();
    private final Forger forger = new Forger(good);

    @Test
    void letsOnlyProperAccessTokensIn() {
        Map<String, String> bad = new LinkedHashMap<>();
        issuedForSomethingElse(bad);
        forged(bad);
        mangled(bad);
        assertThat(ask("Bearer " + good).status()).isEqualTo(200);

        int refused = 0;
        for (Map.Entry<String, String> each : bad.entrySet()) {
            assertRefused(each.getKey(), ask("Bearer " + each.getValue()));
            refused++;
        }
        System.out.printf("tokens: %d of %d bad ones answered with 401%n", refused, bad.size());
    }

    /** The server does not even read a header of that size. */
    @Test
    void refusesATokenOf64KiBAsTheClientsFault() {
        Answer answer = ask("Bearer " + forger.part(0) + "." + "A".repeat(65_536) + "." + forger.part(2));

        assertThat(answer.status()).as("%s", answer).isBetween(400, 499);
    }

    @Test
    void letsNobodyInWithoutAnOrganization() {
        Answer answer = ask("Bearer " + signIn("openid").get("access_token").asText());

        assertThat(answer.status()).as("%s", answer).isEqualTo(403);
        assertThat(answer.json().get("code").asText()).isEqualTo("forbidden");
    }

    @Test
    void doesNotCareAboutATokenWhereNoneIsNeeded() {
        String login = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(person.email(), person.password());
        for (String header : List.of("Bearer a.b.c", "Basic YTpi", "Bearer " + good)) {
            Answer answer = new Api(installation.url(), Map.of("Authorization", header)).post("/api/auth/login", login);

            assertThat(answer.status()).as(header).isEqualTo(200);
        }
    }

    @Test
    void acceptsTokensOfANewRealmKeyWithinAMinute() {
        Api realm = new Api(
                setting("KEYCLOAK_URL"),
                Map.of(
                        "Authorization",
                        "Bearer " + administrator().get("access_token").asText()));
        String id = realm.get("/admin/realms/flame").json().get("id").asText();
        Answer made = realm.post("/admin/realms/flame/components", newKeyProvider(id));
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        String fresh = signIn("openid organization:*").get("access_token").asText();
        assertThat(Forger.read(fresh.split("\\.")[0]).get("kid"))
                .isNotEqualTo(Forger.read(forger.part(0)).get("kid"));

        long start = System.nanoTime();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ask("Bearer " + fresh).status() == 200);

        System.out.printf(
                "tokens: a new realm key is accepted after %.1f s%n", (System.nanoTime() - start) / 1_000_000_000.0);
        assertThat(ask("Bearer " + good).status()).isEqualTo(200);
    }

    private static String newKeyProvider(String realm) {
        ObjectNode provider = Answer.JSON
                .createObjectNode()
                .put("name", "rotated-" + System.nanoTime())
                .put("providerId", "rsa-generated")
                .put("providerType", "org.keycloak.keys.KeyProvider")
                .put("parentId", realm);
        ObjectNode config = provider.putObject("config");
        config.putArray("priority").add("500");
        config.putArray("enabled").add("true");
        config.putArray("active").add("true");
        config.putArray("algorithm").add("RS256");
        config.putArray("keySize").add("2048");
        return provider.toString();
    }

    private void issuedForSomethingElse(Map<String, String> bad) {
        bad.put("ID token", issued.get("id_token").asText());
        bad.put("refresh token", issued.get("refresh_token").asText());
        bad.put(
                "token of a service account",
                serviceAccount().get("access_token").asText());
        JsonNode master = administrator();
        bad.put("token of another realm", master.get("access_token").asText());
        bad.put("refresh token of another realm", master.get("refresh_token").asText());
    }

    private void forged(Map<String, String> bad) {
        RSAPublicKey real = publishedKey();
        bad.put("alg none", forger.with(header -> header.put("alg", "none"), "").replaceAll("[^.]*$", ""));
        bad.put("HS256 with the public key", forger.hmac(real.getEncoded()));
        bad.put("HS256 with the public key as text", forger.hmac(Forger.pem(real)));
        bad.put("own key under the real key id", forger.signed(header -> {}));
        bad.put("own key under an odd key id", forger.signed(header -> header.put("kid", "../../etc/passwd")));
        bad.put("own key in the header", forger.signed(header -> header.set("jwk", forger.jwk())));
        bad.put("own key at an address", forger.signed(header -> header.put("jku", "http://evil.example/keys")
                .put("x5u", "http://evil.example/cert")));
        bad.put("no key id", forger.signed(header -> header.remove("kid")));
        bad.put("PS256 in the header", forger.with(header -> header.put("alg", "PS256"), forger.part(2)));
        bad.put("ES256 in the header", forger.with(header -> header.put("alg", "ES256"), forger.part(2)));
        bad.put("another type in the header", forger.with(header -> header.put("typ", "logout+jwt"), forger.part(2)));
    }

    private void mangled(Map<String, String> bad) {
        ObjectNode claims = (ObjectNode) Forger.read(forger.part(1));
        bad.put(
                "role changed",
                forger.part(0) + "." + Forger.encode(claims.put("role", "admin")) + "." + forger.part(2));
        bad.put(
                "expiry changed",
                forger.part(0) + "." + Forger.encode(claims.put("exp", 4102444800L)) + "." + forger.part(2));
        bad.put("without a signature", forger.part(0) + "." + forger.part(1) + ".");
        bad.put("half a signature", good.substring(0, good.length() - 100));
        bad.put("one character more", good + "A");
        bad.put("with a fourth part", good + "." + forger.part(2));
        bad.put("no token", "null");
    }

    private static void assertRefused(String what, Answer answer) {
        assertThat(answer.status()).as("%s: %s", what, answer).isEqualTo(401);
        assertThat(answer.header("Content-Type")).as(what).isEqualTo("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).as(what).contains("error=\"invalid_token\"");
        assertThat(answer.header("X-Request-Id")).as(what).isNotEmpty();
        assertThat(answer.json().get("code").asText()).as(what).isEqualTo("token_invalid");
    }

    private Answer ask(String authorization) {
        return new Api(installation.url(), Map.of("Authorization", authorization)).get(ASKED);
    }

    private JsonNode signIn(String scope) {
        return grant(
                "flame",
                Map.of(
                        "grant_type", "password",
                        "client_id", setting("KEYCLOAK_LOGIN_CLIENT_ID"),
                        "client_secret", setting("KEYCLOAK_LOGIN_CLIENT_SECRET"),
                        "username", person.email(),
                        "password", person.password(),
                        "scope", scope));
    }

    private JsonNode serviceAccount() {
        return grant(
                "flame",
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", setting("KEYCLOAK_BACKEND_CLIENT_ID"),
                        "client_secret", setting("KEYCLOAK_BACKEND_CLIENT_SECRET")));
    }

    private JsonNode administrator() {
        return grant(
                "master",
                Map.of(
                        "grant_type", "password",
                        "client_id", "admin-cli",
                        "username", "admin",
                        "password", installation.stack.keycloak().adminPassword()));
    }

    private JsonNode grant(String realm, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        Answer answer = Api.anonymous(setting("KEYCLOAK_URL"))
                .call(
                        "POST",
                        "/realms/" + realm + "/protocol/openid-connect/token",
                        body,
                        Map.of("Content-Type", "application/x-www-form-urlencoded"));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    private String setting(String name) {
        return installation.stack.environment().get(name);
    }

    /** The key that the good token names, as everybody may read it. */
    private RSAPublicKey publishedKey() {
        String id = Forger.read(forger.part(0)).get("kid").asText();
        JsonNode keys = Api.anonymous(setting("KEYCLOAK_URL"))
                .get("/realms/flame/protocol/openid-connect/certs")
                .json()
                .get("keys");
        for (JsonNode key : keys) {
            if (key.get("kid").asText().equals(id)) {
                return Forger.rsa(key);
            }
        }
        throw new AssertionError("Keycloak does not publish " + id);
    }
}
