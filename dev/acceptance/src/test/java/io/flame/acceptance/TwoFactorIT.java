package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People set up a second factor, or a passkey instead of the password, on Keycloak's own pages. */
class TwoFactorIT {

    private static Portal portal;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final Installation.Person ana = installation.addPerson(business.slug, "agent");

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
    void needsTheCodeOfASecondFactorThatWasSetUp() {
        String secret = setUpCode();
        String next = code(secret, 1);
        Answer missing = login(ana.password(), null);
        Answer wrongPassword = login("wrong-password-1", null);
        Answer wrongCode = login(ana.password(), "000000");
        Answer malformed = login(ana.password(), "abc");
        Answer right = login(ana.password(), next);
        Answer replayed = login(ana.password(), next);

        assertThat(missing.status()).as("%s", missing).isEqualTo(401);
        assertThat(missing.json().get("code").asText()).isEqualTo("otp_required");
        assertThat(wrongPassword.json().get("code").asText()).isEqualTo("credentials_invalid");
        assertThat(wrongCode.status()).isEqualTo(401);
        assertThat(wrongCode.json().get("code").asText()).isEqualTo("credentials_invalid");
        assertThat(malformed.status()).isEqualTo(422);
        assertThat(malformed.json().at("/errors/0/field").asText()).isEqualTo("otp");
        assertThat(right.status()).as("%s", right).isEqualTo(200);
        assertThat(right.json().at("/user/email").asText()).isEqualTo(ana.email());
        assertThat(replayed.json().get("code").asText()).isEqualTo("credentials_invalid");
        assertThat(guesses()).isEqualTo(3);
    }

    /** The log-in page asks the browser for a passkey by itself: nothing is typed. */
    @Test
    void letsAPasskeyStandForThePassword() {
        Portal.Visit visit = portal.visit();
        addAuthenticator(visit);
        visit.open(Map.of("kc_action", "webauthn-register-passwordless"))
                .types(ana.email())
                .typesPassword(ana.password());
        visit.page.onDialog(dialog -> dialog.accept("My key"));
        visit.page.locator("#registerWebAuthn").click();
        assertThat(visit.arrives().get("/api/auth/me").status()).isEqualTo(200);

        visit.context().clearCookies();
        visit.open(Map.of());
        Answer me = visit.arrives().get("/api/auth/me");

        assertThat(me.status()).as("%s", me).isEqualTo(200);
        assertThat(me.json().get("email").asText()).isEqualTo(ana.email());
        assertThat(login(ana.password(), null).status()).isEqualTo(200);
    }

    /** On the page to which {@code kc_action} leads; gives the secret in its bare form. */
    private String setUpCode() {
        Portal.Visit visit = portal.visit()
                .open(Map.of("kc_action", "CONFIGURE_TOTP"))
                .types(ana.email())
                .typesPassword(ana.password());
        Page page = visit.page;
        page.locator("#mode-manual").click();
        String secret = page.locator("#kc-totp-secret-key").innerText().replace(" ", "");
        page.locator("#totp").fill(code(secret, 0));
        page.locator("#userLabel").fill("Phone");
        page.locator("#saveTOTPBtn").click();
        assertThat(visit.arrives().get("/api/auth/me").status()).isEqualTo(200);
        return secret;
    }

    private Answer login(String password, String otp) {
        ObjectNode body =
                Answer.JSON.createObjectNode().put("email", ana.email()).put("password", password);
        if (otp != null) {
            body.put("otp", otp);
        }
        // Keycloak locks for a minute whoever fails twice in a second.
        installation.keycloakAdmin().delete("/admin/realms/flame/attack-detection/brute-force/users");
        return Api.anonymous(installation.url()).post("/api/auth/login", body.toString());
    }

    private int guesses() {
        return Integer.parseInt(installation
                .sql(
                        "SELECT cardinality(times) FROM flame.attempts WHERE kind = 'sign-in' AND account = sha256(convert_to(?, 'UTF8'))",
                        ana.email())
                .getFirst());
    }

    /** A key that is always there and whose owner always agrees. */
    private static void addAuthenticator(Portal.Visit visit) {
        CDPSession session = visit.context().newCDPSession(visit.page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        for (String trait :
                Set.of("hasResidentKey", "hasUserVerification", "isUserVerified", "automaticPresenceSimulation")) {
            options.addProperty(trait, true);
        }
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        session.send("WebAuthn.addVirtualAuthenticator", parameters);
    }

    /** RFC 6238 with the usual parameters. */
    private static String code(String base32, int stepsAhead) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(decode(base32), "HmacSHA1"));
            long step = Instant.now().getEpochSecond() / 30 + stepsAhead;
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] decode(String base32) {
        ByteBuffer bytes = ByteBuffer.allocate(base32.length() * 5 / 8);
        long bits = 0;
        int count = 0;
        for (char letter : base32.toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes.put((byte) (bits >> count));
            }
        }
        return bytes.array();
    }
}
