package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a business is opened by whoever can read the mail of the address that was given. */
class RegistrationIT {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final String EVIL = "evil.example";

    private final Installation installation = Installation.shared();
    private final Accounts accounts = new Accounts(installation);
    private final Mails mails = new Mails(installation);
    private final Business business = installation.open();

    @Test
    void opensABusinessWhenTheAddressIsConfirmedAndNotBefore() {
        Installation.Person rosa =
                new Installation.Person("rosa@" + Installation.freshName() + ".example", Installation.PASSWORD);
        String name = Installation.freshName();
        Answer taken = register(rosa.email(), "Café " + name, "es");
        assertThat(taken.status()).as("%s", taken).isEqualTo(202);

        JsonNode mail = mails.await(rosa.email(), 1);
        assertThat(mail.get("subject").asText()).isEqualTo("Confirme su dirección para abrir su cuenta de FLAME");
        assertThat(mail.get("text").asText())
                .contains("Café " + name, installation.url() + "/verify-email#token=")
                .doesNotContain(EVIL, Installation.PASSWORD);
        assertThat(mail.get("html").asText())
                .contains("<html lang=\"es\">", installation.url() + "/verify-email#token=");
        assertThat(accounts.login(rosa).status()).isEqualTo(401);
        assertThat(tenantsNamed("Café " + name)).isEmpty();
        String token = Mails.token(mail);
        assertThat(kept(rosa.email())).doesNotContain(Installation.PASSWORD, token);
        assertThat(verify("x".repeat(43)).json().at("/errors/0/field").asText()).isEqualTo("token");

        assertThat(verify(token).status()).isEqualTo(202);

        await().atMost(A_MINUTE).until(() -> accounts.login(rosa).status() == 200);
        JsonNode session = accounts.login(rosa).json();
        JsonNode me = accounts.me(session).json();
        assertThat(me.get("role").asText()).isEqualTo("admin");
        assertThat(me.get("emailVerified").asBoolean()).isTrue();
        assertThat(me.at("/tenants/0/name").asText()).isEqualTo("Café " + name);
        assertThat(verify(token).status()).isEqualTo(422);
        assertThat(tenantsNamed("Café " + name)).hasSize(1);
    }

    @Test
    void sendsTheMailAgainAndVoidsTheEarlierOne() {
        String email = "sam@" + Installation.freshName() + ".example";
        assertThat(register(email, Installation.freshName(), "en").status()).isEqualTo(202);
        String first = Mails.token(mails.await(email, 1));
        ObjectNode again = Answer.JSON.createObjectNode().put("email", email.toUpperCase(java.util.Locale.ROOT));

        Answer known = accounts.post("/api/auth/verify-email/resend", again);
        Answer unknown =
                accounts.post("/api/auth/verify-email/resend", again.deepCopy().put("email", "no" + email));

        assertThat(known.status()).isEqualTo(202).isEqualTo(unknown.status());
        assertThat(known.body()).isEqualTo(unknown.body());
        JsonNode second = mails.await(email, 2);
        assertThat(second.get("subject").asText()).isEqualTo("Confirm your address to open your FLAME account");
        assertThat(verify(first).status()).isEqualTo(422);
        assertThat(verify(Mails.token(second)).status()).isEqualTo(202);
        assertThat(mails.to("no" + email)).isEmpty();
    }

    @Test
    void writesAtMostFiveMailsAnHourToAnAddress() {
        String email = "kim@" + Installation.freshName() + ".example";
        for (int i = 0; i < 7; i++) {
            assertThat(register(email, Installation.freshName(), "en").status()).isEqualTo(202);
        }
        mails.await(email, 5);
        await().during(Duration.ofSeconds(2)).until(() -> mails.to(email).size() == 5);
    }

    @Test
    void answersRegistrationsOfKnownAndUnknownAddressesAlike() {
        List<Long> known = new ArrayList<>();
        List<Long> unknown = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            String member = installation.addPerson(business.slug, "agent").email();
            String nobody = "nobody" + i + "@" + business.slug + ".example";
            Answer one = Stopwatch.timed(known, () -> register(member, Installation.freshName(), "en"));
            Answer other = Stopwatch.timed(unknown, () -> register(nobody, Installation.freshName(), "en"));

            assertThat(one.status()).isEqualTo(202).isEqualTo(other.status());
            assertThat(one.body()).isEqualTo(other.body());
            assertThat(one.headers().map().keySet())
                    .isEqualTo(other.headers().map().keySet());
            addresses.add(member);
        }
        System.out.printf(
                "registration: known p50 %d ms, unknown p50 %d ms%n",
                Stopwatch.median(known), Stopwatch.median(unknown));
        assertThat(Math.abs(Stopwatch.median(known) - Stopwatch.median(unknown)))
                .isLessThanOrEqualTo(50);
        JsonNode mail = mails.await(addresses.getFirst(), 1);
        assertThat(mail.get("subject").asText()).isEqualTo("You have a FLAME account already");
        assertThat(mail.get("text").asText()).doesNotContain("token=");
        await().untilAsserted(() -> assertThat(kept(addresses.getFirst())).isEmpty());
    }

    @Test
    void writesNoHostOfARequestIntoAMail() throws IOException {
        Installation.Person member = installation.addPerson(business.slug, "agent");
        String stranger = "stranger@" + business.slug + ".example";
        String forgotten =
                Answer.JSON.createObjectNode().put("email", member.email()).toString();

        assertThat(postAs(EVIL, "/api/auth/forgot-password", forgotten)).contains(" 202 ");
        assertThat(postAs(
                        EVIL,
                        "/api/auth/register",
                        Accounts.registration(stranger, Installation.freshName(), "es")
                                .toString()))
                .contains(" 202 ");

        for (String address : List.of(member.email(), stranger)) {
            JsonNode mail = mails.await(address, 1);
            assertThat(mail.get("text").asText() + mail.get("html").asText())
                    .contains(installation.url() + "/")
                    .doesNotContain(EVIL);
        }
    }

    /** The first line of the answer to a request with this Host, which no proper client would send. */
    private String postAs(String host, String path, String body) throws IOException {
        URI address = URI.create(installation.url());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            String head = "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: " + host
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + bytes.length
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private Answer register(String email, String name, String locale) {
        return Api.anonymous(installation.url())
                .call(
                        "POST",
                        "/api/auth/register",
                        Accounts.registration(email, name, locale).toString(),
                        Map.of("X-Forwarded-Host", EVIL));
    }

    private Answer verify(String token) {
        return accounts.post(
                "/api/auth/verify-email", Answer.JSON.createObjectNode().put("token", token));
    }

    private List<String> tenantsNamed(String name) {
        return installation.sql("SELECT slug FROM flame.tenants WHERE name = ?", name);
    }

    /** All that the database holds of a registration, as text. */
    private String kept(String email) {
        return String.join(
                "\n",
                installation.sql("SELECT to_jsonb(r)::text FROM flame.registration_requests r WHERE email = ?", email));
    }
}
