package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.launcher.StackDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The life of a tenant as its operator, its people and its customers see it. */
class TenancyIT {

    private static final String PASSWORD = "invented-password-1";
    private static final String CUSTOMER = "12025550190";
    private static final Duration A_MINUTE = Duration.ofSeconds(60);
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final Installation installation = Installation.shared();
    private final Api operator = operator();

    @Test
    void shutsASuspendedTenantAndGoesOnWhereItStoppedAfterwards() {
        Business business = open(freshSlug()).withNumber().withAssistant();
        business.customerWrites(CUSTOMER, "Before");
        await().atMost(A_MINUTE).until(() -> business.sentTo(CUSTOMER).size() == 1);
        OpenSocket socket = new OpenSocket(installation.url(), business.admin.token());

        assertThat(operator.post(path(business, "/suspend"), "")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("suspended");

        await().atMost(A_MINUTE).untilAsserted(() -> assertSuspended(business.admin.get("/api/conversations")));
        assertSuspended(login("admin@" + business.slug + ".example"));
        await().atMost(A_MINUTE).until(socket.closed::isDone);
        String body = Business.webhook(business.number(), CUSTOMER, "wamid.suspended." + business.slug, "While shut");
        assertThat(business.post(body, Business.APP_SECRET).status()).isEqualTo(200);
        await().until(() -> business.count("messages WHERE content = 'While shut'") == 1);
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(20))
                .until(() -> business.sentTo(CUSTOMER).size() == 1 && business.count("decisions") == 1);

        assertThat(operator.post(path(business, "/resume"), "").status()).isEqualTo(200);
        await().atMost(A_MINUTE).until(() -> business.sentTo(CUSTOMER).size() == 2);
        await().atMost(A_MINUTE)
                .until(() -> business.admin.get("/api/conversations").status() == 200);
    }

    @Test
    void showsTheOperatorHowATenantCameIntoBeingAndLetsNobodyElseLook() {
        Business business = open(freshSlug());

        JsonNode progress = operator.get(path(business, "/provisioning")).json();
        assertThat(progress.path("state").asText()).isEqualTo("done");
        assertThat(progress.path("steps"))
                .hasSize(7)
                .allSatisfy(step -> assertThat(step.path("state").asText()).isEqualTo("done"));
        assertThat(business.admin.get("/api/platform/tenants").status()).isEqualTo(403);
        assertThat(business.admin.post(path(business, "/resume"), "").status()).isEqualTo(403);
        assertThat(Api.anonymous(installation.url())
                        .get("/api/platform/tenants")
                        .status())
                .isEqualTo(401);
        assertThat(operator.get("/api/platform/tenants/nobody_here").status()).isEqualTo(404);
    }

    @Test
    void deletesATenantAndTakesItBack() {
        Business business = open(freshSlug());

        Answer going = operator.delete(path(business, ""));
        assertThat(going.status()).isEqualTo(202);
        assertThat(going.json().path("deleteAfter").asText()).isNotBlank();
        await().atMost(A_MINUTE).untilAsserted(() -> assertSuspended(business.admin.get("/api/conversations")));

        assertThat(operator.post(path(business, "/restore"), "")
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("active");
        await().atMost(A_MINUTE)
                .until(() -> business.admin.get("/api/conversations").status() == 200);
    }

    @Test
    void opensABusinessForWhoeverRegistersAndTellsNobodyWhoHas() {
        String name = freshSlug();
        String email = "rosa@" + name + ".example";

        Answer first = register(email, name);
        assertThat(first.status()).as(first.toString()).isEqualTo(202);
        assertThat(verify(new Mails(installation).tokenTo(email)).status()).isEqualTo(202);
        await().atMost(A_MINUTE).until(() -> login(email).status() == 200);
        JsonNode me = login(email).json().path("user");
        assertThat(me.path("role").asText()).isEqualTo("admin");
        assertThat(me.path("tenant").asText()).isEqualTo(name);

        Answer second = register(email, name + " again");
        assertThat(second.status()).isEqualTo(first.status());
        assertThat(second.body()).isEqualTo(first.body());
        new Mails(installation).await(email, 2);
        assertThat(installation.sql("SELECT slug FROM flame.tenants WHERE slug LIKE ?", name + "%"))
                .containsExactly(name);
    }

    @Test
    void opensTenantsInATwinkling() {
        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            long start = System.nanoTime();
            create(freshSlug());
            millis.add((System.nanoTime() - start) / 1_000_000);
        }
        Collections.sort(millis);
        System.out.printf(
                Locale.ROOT, "tenants: p50 %d ms, p95 %d ms of %d%n", millis.get(15), millis.get(28), millis.size());
        assertThat(millis.get(15)).isLessThan(1_000);
    }

    private Business open(String slug) {
        create(slug);
        return new Business(installation, slug, new Installation.Person("admin@" + slug + ".example", PASSWORD));
    }

    private void create(String slug) {
        String body = Answer.JSON
                .createObjectNode()
                .put("slug", slug)
                .put("name", "Business " + slug)
                .put("locale", "en")
                .put("adminEmail", "admin@" + slug + ".example")
                .put("adminName", "Alex Admin")
                .put("adminPassword", PASSWORD)
                .toString();
        Answer created = operator.post("/api/platform/tenants", body);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        assertThat(created.json().path("status").asText()).isEqualTo("active");
    }

    private Answer register(String email, String business) {
        return Api.anonymous(installation.url())
                .post(
                        "/api/auth/register",
                        Answer.JSON
                                .createObjectNode()
                                .put("email", email)
                                .put("password", PASSWORD)
                                .put("name", "Rosa Paz")
                                .put("business", business)
                                .toString());
    }

    private Answer verify(String token) {
        return Api.anonymous(installation.url()).post("/api/auth/verify-email", "{\"token\":\"" + token + "\"}");
    }

    private Answer login(String email) {
        return Api.anonymous(installation.url())
                .post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + PASSWORD + "\"}");
    }

    private Api operator() {
        StackDescription.Login login = installation.stack.description().operator();
        return Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()));
    }

    private static void assertSuspended(Answer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(403);
        assertThat(answer.json().path("code").asText()).isEqualTo("tenant_suspended");
    }

    private static String path(Business business, String more) {
        return "/api/platform/tenants/" + business.slug + more;
    }

    private static String freshSlug() {
        return "o" + Long.toString(System.nanoTime() & 0xFFFFFFFFL, 36) + COUNTER.incrementAndGet();
    }
}
