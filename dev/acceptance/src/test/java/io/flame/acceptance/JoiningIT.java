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
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** How people come in: opening a business, joining one, joining a second, and changing between them. */
class JoiningIT {

    private static final String PASSWORD = "invented-password-1";
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final String EVIL = "evil.example";

    private final Installation installation = Installation.shared();
    private final Accounts accounts = new Accounts(installation);
    private final Mails mails = new Mails(installation);
    private final Business business = installation.open();

    @Test
    void opensABusinessWhenTheAddressIsConfirmedAndNotBefore() {
        Installation.Person rosa = new Installation.Person("rosa@" + fresh() + ".example", PASSWORD);
        String name = fresh();
        Answer taken = register(rosa.email(), "Café " + name, "es");
        assertThat(taken.status()).as("%s", taken).isEqualTo(202);

        JsonNode mail = mails.await(rosa.email(), 1);
        assertThat(mail.get("subject").asText()).isEqualTo("Confirme su dirección para abrir su cuenta de FLAME");
        assertThat(mail.get("text").asText())
                .contains("Café " + name, installation.url() + "/verify-email#token=")
                .doesNotContain(EVIL, PASSWORD);
        assertThat(mail.get("html").asText())
                .contains("<html lang=\"es\">", installation.url() + "/verify-email#token=");
        assertThat(accounts.login(rosa).status()).isEqualTo(401);
        assertThat(tenantsNamed("Café " + name)).isEmpty();
        String token = Mails.token(mail);
        assertThat(kept(rosa.email())).doesNotContain(PASSWORD, token);
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
        String email = "sam@" + fresh() + ".example";
        assertThat(register(email, fresh(), "en").status()).isEqualTo(202);
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
        String email = "kim@" + fresh() + ".example";
        for (int i = 0; i < 7; i++) {
            assertThat(register(email, fresh(), "en").status()).isEqualTo(202);
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
            Answer one = timed(known, () -> register(member, fresh(), "en"));
            Answer other = timed(unknown, () -> register(nobody, fresh(), "en"));

            assertThat(one.status()).isEqualTo(202).isEqualTo(other.status());
            assertThat(one.body()).isEqualTo(other.body());
            assertThat(one.headers().map().keySet())
                    .isEqualTo(other.headers().map().keySet());
            addresses.add(member);
        }
        System.out.printf("registration: known p50 %d ms, unknown p50 %d ms%n", median(known), median(unknown));
        assertThat(Math.abs(median(known) - median(unknown))).isLessThanOrEqualTo(50);
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
                        registration(stranger, fresh(), "es").toString()))
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

    @Test
    void joinsByInvitationAtRegistration() {
        Installation.Person robin = new Installation.Person("robin@" + business.slug + ".example", PASSWORD);
        String token = invite(business, robin.email(), "agent");
        ObjectNode body =
                Answer.JSON.createObjectNode().put("invitation", token).put("password", PASSWORD);
        Answer other = accounts.post("/api/auth/register", body.deepCopy().put("email", "other@example.com"));
        assertThat(other.json().at("/errors/0/field").asText()).isEqualTo("email");

        Answer joined = accounts.post("/api/auth/register", body.put("name", "Robin Gray"));

        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
        assertThat(joined.json().get("tenant").asText()).isEqualTo(business.slug);
        JsonNode me = accounts.me(accounts.login(robin).json()).json();
        assertThat(me.get("name").asText()).isEqualTo("Robin Gray");
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
        Api operator = operator();
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

    /** Whatever else a body says, it makes nobody more than they are. */
    @Test
    void appliesNothingThatABodyHasNoBusinessSaying() {
        Installation.Person agent = installation.addPerson(business.slug, "agent");
        JsonNode session = accounts.login(agent).json();
        JsonNode me = accounts.me(session).json();
        Business other = installation.open();
        String invited = "lee@" + business.slug + ".example";
        String registered = "lee@" + fresh() + ".example";
        List<Map.Entry<String, ObjectNode>> calls = List.of(
                Map.entry("POST /api/auth/login", login(agent)),
                Map.entry(
                        "PUT /api/auth/profile", Answer.JSON.createObjectNode().put("name", "Robin agent")),
                Map.entry(
                        "POST /api/auth/forgot-password",
                        Answer.JSON.createObjectNode().put("email", agent.email())),
                Map.entry(
                        "POST /api/auth/verify-email/resend",
                        Answer.JSON.createObjectNode().put("email", agent.email())),
                Map.entry("POST /api/auth/register", registration(registered, fresh(), "en")),
                Map.entry(
                        "POST /api/auth/register",
                        Answer.JSON
                                .createObjectNode()
                                .put("invitation", invite(business, invited, "user"))
                                .put("password", PASSWORD)),
                Map.entry(
                        "POST /api/users",
                        Answer.JSON
                                .createObjectNode()
                                .put("email", "max@" + business.slug + ".example")
                                .put("name", "Max")
                                .put("role", "user")),
                Map.entry(
                        "PUT /api/users/" + me.get("id").asText(),
                        Answer.JSON
                                .createObjectNode()
                                .put("name", "Robin agent")
                                .put("role", "agent")));
        for (Map.Entry<String, ObjectNode> call : calls) {
            String[] operation = call.getKey().split(" ");
            Api caller = operation[1].startsWith("/api/users") ? business.admin : accounts.as(session);
            ObjectNode body = call.getValue();
            greed(other).fields().forEachRemaining(field -> {
                if (!body.has(field.getKey())) {
                    caller.call(
                            operation[0],
                            operation[1],
                            body.deepCopy()
                                    .<ObjectNode>set(field.getKey(), field.getValue())
                                    .toString(),
                            Map.of());
                }
            });
        }

        assertThat(accounts.me(session).json()).isEqualTo(me);
        assertThat(other.admin.get("/api/users").json().get("data")).hasSize(1);
        assertThat(installation.sql(
                        "SELECT role, is_active FROM t_" + business.slug + ".users WHERE email = ?", invited))
                .containsExactly("user|t");
        assertThat(business.admin.get("/api/invitations").json().get("data").findValuesAsText("role"))
                .containsOnly("user");
        assertThat(accounts.login(new Installation.Person(registered, PASSWORD)).status())
                .isEqualTo(401);
        assertThat(installation.sql("SELECT slug FROM flame.tenants WHERE slug = 'greedy'"))
                .isEmpty();
    }

    /** What somebody might try to be. */
    private static ObjectNode greed(Business other) {
        ObjectNode greed = Answer.JSON.createObjectNode();
        String id = "01890000-0000-7000-8000-000000000001";
        greed.put("id", id)
                .put("userId", id)
                .put("tenantId", id)
                .put("tenant", other.slug)
                .put("slug", "greedy");
        greed.put("role", "admin")
                .put("emailVerified", true)
                .put("plan", "unlimited")
                .put("status", "active");
        greed.put("createdAt", "2020-01-01T00:00:00Z")
                .put("version", 99)
                .put("invitedBy", id)
                .put("mailedAt", "2020-01-01T00:00:00Z");
        greed.putArray("groups").add("operator");
        greed.putArray("tenants").addObject().put("slug", other.slug).put("role", "admin");
        return greed;
    }

    private void accept(Business into, Installation.Person person, String role) {
        String token = invite(into, person.email(), role);
        ObjectNode body = Answer.JSON.createObjectNode().put("invitation", token);
        Answer wrong = accounts.post("/api/auth/register", body.deepCopy().put("password", "not-her-password"));
        assertThat(wrong.status()).isEqualTo(401);
        Answer joined = accounts.post("/api/auth/register", body.put("password", person.password()));
        assertThat(joined.status()).as("%s", joined).isEqualTo(201);
    }

    private String invite(Business into, String email, String role) {
        int before = mails.to(email).size();
        Answer invited = into.admin.post(
                "/api/users", "{\"email\":\"" + email + "\",\"name\":\"Robin\",\"role\":\"" + role + "\"}");
        assertThat(invited.status()).as("%s", invited).isEqualTo(201);
        return Mails.token(mails.await(email, before + 1));
    }

    private Answer register(String email, String name, String locale) {
        return Api.anonymous(installation.url())
                .call(
                        "POST",
                        "/api/auth/register",
                        registration(email, name, locale).toString(),
                        Map.of("X-Forwarded-Host", EVIL));
    }

    private static ObjectNode registration(String email, String name, String locale) {
        return Answer.JSON
                .createObjectNode()
                .put("email", email)
                .put("password", PASSWORD)
                .put("name", "Rosa Paz")
                .put("business", name)
                .put("locale", locale);
    }

    private static ObjectNode login(Installation.Person person) {
        return Answer.JSON.createObjectNode().put("email", person.email()).put("password", person.password());
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

    private static JsonNode claims(JsonNode session) {
        String token = session.get("accessToken").asText();
        String json = new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
        return new Answer(200, null, json).json();
    }

    private static JsonNode withoutTrace(Answer answer) {
        return ((ObjectNode) answer.json()).without(List.of("requestId", "instance"));
    }

    private Api operator() {
        var login = installation.stack.description().operator();
        return Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()));
    }

    private static Answer timed(List<Long> times, Supplier<Answer> call) {
        long start = System.nanoTime();
        Answer answer = call.get();
        times.add((System.nanoTime() - start) / 1_000_000);
        return answer;
    }

    private static long median(List<Long> times) {
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static String fresh() {
        return "j" + Long.toString(System.nanoTime() & 0xFFFFFFFFL, 36) + COUNTER.incrementAndGet();
    }
}
