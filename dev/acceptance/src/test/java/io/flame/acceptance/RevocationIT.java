package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Whoever is out, is out: by whichever door, with tokens that would be good for an hour, within a minute. */
class RevocationIT {

    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final Duration STREAM = Duration.ofSeconds(30);
    private static final int REPLAYS = 100;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();
    private final Accounts accounts = new Accounts(installation);

    /** Somebody signed in with a stream open. */
    private record Inside(Installation.Person person, JsonNode session, OpenSocket socket) {}

    @Test
    void refusesWhoeverIsOutWithinAMinuteAndClosesTheirStreams() {
        Realm realm = new Realm(installation);
        Map<String, BiConsumer<Inside, String>> doors = new LinkedHashMap<>();
        doors.put("logout", (who, id) -> accounts.logout(who.session()));
        doors.put("logout everywhere", (who, id) -> accounts.as(who.session()).post("/api/auth/logout-all", "{}"));
        doors.put("deactivated", (who, id) -> business.admin.delete("/api/users/" + id));
        doors.put("disabled at Keycloak", (who, id) -> realm.disable(id));
        doors.put("deleted at Keycloak", (who, id) -> realm.delete(id));
        doors.put("removed from the organization", (who, id) -> realm.removeFromOrganization(business.slug, id));

        doors.forEach((door, out) -> {
            Inside who = enter();
            String id = who.session().at("/user/id").asText();
            long start = System.nanoTime();

            out.accept(who, id);

            await().pollInterval(Duration.ofMillis(200)).atMost(A_MINUTE).untilAsserted(() -> assertThat(
                            accounts.me(who.session()).status())
                    .as(door)
                    .isIn(401, 403));
            long refused = millisSince(start);
            await(door).pollInterval(Duration.ofMillis(200)).atMost(STREAM).until(who.socket().closed::isDone);
            long closed = millisSince(start);
            assertThat(closed).as(door + ": stream").isLessThan(STREAM.toMillis());
            assertThat(accounts.refresh(who.session()).status()).as(door).isIn(401, 403);
            System.out.printf("%s: API refused after %d ms, stream closed after %d ms%n", door, refused, closed);
        });
    }

    @Test
    void leavesNobodyElseOut() {
        Inside stays = enter();
        Inside goes = enter();

        new Realm(installation).disable(goes.session().at("/user/id").asText());

        await().atMost(A_MINUTE).until(() -> accounts.me(goes.session()).status() == 401);
        assertThat(accounts.me(stays.session()).status()).isEqualTo(200);
        assertThat(stays.socket().closed).isNotDone();
    }

    /** The second use may come within the second in which the token was exchanged, and after a third was issued. */
    @Test
    void endsTheSessionOfARefreshTokenThatIsReplayed() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        int refused = 0;
        int dead = 0;
        for (int i = 0; i < REPLAYS; i++) {
            JsonNode first = accounts.login(person).json();
            JsonNode second = accounts.refresh(first).json();
            JsonNode newest = i % 2 == 0 ? second : accounts.refresh(second).json();

            refused += accounts.refresh(first).status() == 401 ? 1 : 0;
            boolean over = accounts.refresh(newest).status() == 401
                    && accounts.me(newest).status() == 401;
            dead += over ? 1 : 0;
        }
        System.out.printf("replay: %d of %d refused, %d of %d families dead%n", refused, REPLAYS, dead, REPLAYS);
        assertThat(refused).isEqualTo(REPLAYS);
        assertThat(dead).isEqualTo(REPLAYS);
    }

    @Test
    void letsOneOfTwoCallersAtOnceExchangeARefreshToken() throws Exception {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        for (int i = 0; i < 20; i++) {
            JsonNode session = accounts.login(person).json();
            List<Integer> answers = new ArrayList<>();
            List<Thread> tabs = new ArrayList<>();
            for (int tab = 0; tab < 2; tab++) {
                tabs.add(Thread.ofVirtual().start(() -> {
                    int status = accounts.refresh(session).status();
                    synchronized (answers) {
                        answers.add(status);
                    }
                }));
            }
            for (Thread tab : tabs) {
                tab.join();
            }
            assertThat(answers).containsExactlyInAnyOrder(200, 401);
        }
    }

    @Test
    void signsOutOfTheBrowserToo() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        Browser browser = new Browser(installation);
        JsonNode inBrowser = browser.signIn(person);
        Api portal = accounts.as(inBrowser.get("access_token").asText());
        assertThat(portal.get("/api/auth/me").status()).isEqualTo(200);
        JsonNode here = accounts.login(person).json();
        JsonNode sessions = accounts.as(here).get("/api/auth/sessions").json().get("data");
        assertThat(sessions.findValues("clients").toString()).contains("flame-web", "flame-login");

        assertThat(accounts.as(here).post("/api/auth/logout-all", "{}").status())
                .isEqualTo(204);

        assertThat(browser.refresh(inBrowser).has("error")).isTrue();
        await().atMost(A_MINUTE).until(() -> portal.get("/api/auth/me").status() == 401);
        assertThat(accounts.refresh(here).status()).isEqualTo(401);
    }

    @Test
    void saysFromWhichDeviceAndAddressASessionIs() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        String body = "{\"email\":\"" + person.email() + "\",\"password\":\"" + person.password() + "\"}";
        String firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
        JsonNode session = Api.anonymous(installation.url())
                .call("POST", "/api/auth/login", body, Map.of("User-Agent", firefox))
                .json();

        JsonNode shown = accounts.as(session).get("/api/auth/sessions").json().at("/data/0");

        assertThat(shown.get("device").asText()).isEqualTo("Firefox on Linux");
        assertThat(shown.get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(shown.get("tenant").asText()).isEqualTo(business.slug);
        assertThat(shown.get("lastSeenAt").asText()).isNotBlank();
        assertThat(shown.get("current").asBoolean()).isTrue();
    }

    private Inside enter() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        JsonNode session = accounts.login(person).json();
        return new Inside(
                person,
                session,
                new OpenSocket(installation.url(), session.get("accessToken").asText()));
    }

    private static long millisSince(long start) {
        return (System.nanoTime() - start) / 1_000_000;
    }
}
