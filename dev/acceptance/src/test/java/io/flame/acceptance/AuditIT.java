package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Whatever changes something leaves exactly one row in an audit log, whether it is done or refused. The operations are
 * read from {@code /openapi}, so that a new one without a row here fails the test.
 */
class AuditIT {

    private static final String PASSWORD = "invented-password-9";

    /** Done, it is neither a change nor a sign-in. */
    private static final String REFRESH = "POST /api/auth/refresh";

    private final Installation installation = Installation.shared();
    private final Business business = installation.open().withNumber();
    private final Api nobody = Api.anonymous(installation.url());
    private final AuditTrail trail = new AuditTrail(installation, business);
    private final Mails mails = new Mails(installation);

    @Test
    void writesOneEntryForEveryOperationThatIsDone() {
        doWithAssistants();
        doWithHolidays();
        doWithIntegrations();
        doWithConversations();
        doWithPeople();
        doWithSingleSignOn();
        doWithRetention();
        doWithAccounts();
        doWithTenants();

        assertThat(trail.done).isEqualTo(Operations.changing(installation));
        System.out.printf(
                "audit: %d of %d operations left one entry when done%n", trail.done.size(), trail.done.size());
    }

    @Test
    void writesOneEntryForEveryOperationThatIsRefused() {
        Api admin = business.as("admin");
        Api operator = operator();
        int refused = 0;
        for (String operation : safestFirst()) {
            boolean platform = operation.contains("/api/platform/");
            String request = UUID.randomUUID().toString();
            Answer answer = (platform ? operator : admin)
                    .call(
                            Operations.method(operation),
                            nowhere(operation),
                            operation.startsWith("DELETE") ? null : "{}",
                            Map.of("X-Request-Id", request));
            List<AuditTrail.Entry> entries = trail.entries(request);
            assertThat(entries).as("%s: %s", operation, answer).hasSize(1);
            assertThat(entries.getFirst().action()).isEqualTo(operation);
            assertThat(entries.getFirst().outcome())
                    .as("%s: %s", operation, answer)
                    .isEqualTo(answer.status() < 400 ? "done" : "refused");
            String log = platform || isOpen(operation) ? "flame" : business.schema();
            assertThat(entries.getFirst().log()).as("%s: %s", operation, answer).isEqualTo(log);
            refused += answer.status() < 400 ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void writesSignInsThatFailIntoThePlatformsLog() {
        String request = UUID.randomUUID().toString();
        String email = "nobody@" + business.slug + ".example";
        nobody.call("POST", "/api/auth/login", login(email, "planted-guess"), Map.of("X-Request-Id", request));

        assertThat(trail.entries(request))
                .containsExactly(new AuditTrail.Entry("flame", "POST /api/auth/login", "refused", email));
    }

    private void doWithAssistants() {
        Api admin = business.admin;
        String id = created(
                "POST /api/assistants",
                "{\"name\":\"Desk\",\"type\":\"auto\",\"autoResponse\":\"Hello\",\"status\":\"active\"}");
        trail.perform("PUT /api/assistants/{id}", admin, "{\"name\":\"Front desk\"}", id);
        String schedule = created("POST /api/assistants/{id}/schedules", slot("09:00"), id);
        trail.perform("PUT /api/assistants/{id}/schedules/{scheduleId}", admin, slot("10:00"), id, schedule);
        trail.perform("DELETE /api/assistants/{id}/schedules/{scheduleId}", admin, null, id, schedule);
        String exception =
                created("POST /api/assistants/{id}/exceptions", "{\"date\":\"2027-01-01\",\"name\":\"New Year\"}", id);
        trail.perform("DELETE /api/assistants/{id}/exceptions/{exceptionId}", admin, null, id, exception);
        trail.refuse("POST /api/assistants/{id}/train", admin, "{}", id);
        trail.perform("DELETE /api/assistants/{id}", admin, null, id);
    }

    private static String slot(String start) {
        return "{\"dayOfWeek\":2,\"startTime\":\"" + start + "\",\"endTime\":\"18:00\"}";
    }

    private void doWithHolidays() {
        String id = created("POST /api/holidays", "{\"date\":\"2027-05-01\",\"name\":\"Labour Day\"}");
        trail.perform("DELETE /api/holidays/{id}", business.admin, null, id);
    }

    private void doWithIntegrations() {
        Api admin = business.admin;
        String number = "8" + business.number().substring(1);
        installation.twin().connect(business.slug, number, Business.APP_SECRET);
        String id = created("POST /api/integrations", Business.integration(number, Business.APP_SECRET));
        trail.perform("PUT /api/integrations/{id}", admin, "{\"name\":\"Second number\"}", id);
        trail.perform("POST /api/integrations/{id}/connect", admin, "{}", id);
        trail.perform("POST /api/integrations/{id}/disconnect", admin, "{}", id);
        trail.perform("DELETE /api/integrations/{id}", admin, null, id);
    }

    private void doWithConversations() {
        Api admin = business.admin;
        String id = created(
                "POST /api/conversations",
                "{\"contactName\":\"Kim\",\"contactPhone\":\"12025550147\",\"platform\":\"whatsapp\"}");
        business.customerWrites("12025550147", "Good morning");
        trail.perform("POST /api/conversations/{id}/messages", admin, "{\"content\":\"Good morning\"}", id);
        trail.perform("PUT /api/conversations/{id}", admin, "{\"priority\":\"high\"}", id);
        trail.perform("PUT /api/conversations/{id}/status", admin, "{\"status\":\"resolved\"}", id);
        String contact = admin.get("/api/contacts").json().at("/data/0/id").asText();
        trail.perform("DELETE /api/conversations/{id}", admin, null, id);
        Answer receipt = trail.perform("POST /api/contacts/{id}/erase", admin, "{}", contact);
        trail.perform("POST /api/erasures/verify", admin, receipt.body());
    }

    private void doWithPeople() {
        Api admin = business.admin;
        String key = created("POST /api/api-keys", "{\"name\":\"Robot\",\"scopes\":[\"events:read\"]}");
        trail.perform("DELETE /api/api-keys/{id}", admin, null, key);
        String team = created("POST /api/teams", "{\"name\":\"Sales\"}");
        trail.perform("PUT /api/teams/{id}", admin, "{\"name\":\"Sales and service\"}", team);
        trail.perform("DELETE /api/teams/{id}", admin, null, team);
        String unwanted = created("POST /api/users", invitation("unwanted"));
        trail.perform("DELETE /api/invitations/{id}", admin, null, unwanted);
        admin.post("/api/users", invitation("robin"));
        Answer joined = trail.perform(
                "POST /api/auth/invitations/accept",
                nobody,
                "{\"token\":\"" + mails.tokenTo(email("robin")) + "\",\"password\":\"" + PASSWORD + "\"}");
        String person = joined.json().get("id").asText();
        trail.perform("PUT /api/users/{id}", admin, "{\"visibility\":\"own\"}", person);
        trail.perform("DELETE /api/users/{id}", admin, null, person);
    }

    private void doWithSingleSignOn() {
        Api admin = business.admin;
        CustomerRealm customer = CustomerRealm.open(installation, business.slug + "-home");
        String domain = business.slug + "-sso.example";
        JsonNode provider = trail.perform(
                        "POST /api/sso", admin, customer.oidc(domain).toString())
                .json();
        String id = provider.get("id").asText();
        trail.perform("PUT /api/sso/{id}", admin, "{\"name\":\"Head office\"}", id);
        installation
                .twin()
                .publish(
                        provider.at("/record/name").asText(),
                        provider.at("/record/value").asText());
        trail.perform("POST /api/sso/{id}/verify", admin, "", id);
        trail.perform("DELETE /api/sso/{id}", admin, null, id);
    }

    private void doWithRetention() {
        trail.perform("PUT /api/settings/retention", business.admin, "{\"messagesDays\":90}");
    }

    private void doWithAccounts() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        JsonNode first = trail.perform("POST /api/auth/login", nobody, login(person.email(), person.password()))
                .json();
        Api agent = new Api(
                installation.url(),
                Map.of("Authorization", "Bearer " + first.get("accessToken").asText()));
        JsonNode second = nobody.post("/api/auth/login", login(person.email(), person.password()))
                .json();
        trail.perform("PUT /api/auth/profile", agent, "{\"name\":\"Robin\"}");
        String other = "";
        for (JsonNode session : agent.get("/api/auth/sessions").json().get("data")) {
            other = session.path("current").asBoolean()
                    ? other
                    : session.get("id").asText();
        }
        trail.perform("DELETE /api/auth/sessions/{id}", agent, null, other);
        assertThat(nobody.post("/api/auth/refresh", refresh(second)).status()).isEqualTo(401);
        JsonNode fresh = renew(first);
        trail.perform("POST /api/auth/logout", nobody, refresh(fresh));
        trail.perform("POST /api/auth/logout-all", Api.signedIn(installation.url(), person), "{}");
        trail.perform("POST /api/auth/forgot-password", nobody, "{\"email\":\"" + person.email() + "\"}");
        trail.perform(
                "POST /api/auth/reset-password",
                nobody,
                "{\"token\":\"" + mails.tokenTo(person.email()) + "\",\"password\":\"" + PASSWORD + "\"}");
        trail.perform(
                "POST /api/auth/register",
                nobody,
                "{\"email\":\"" + email("rosa") + "\",\"password\":\"" + PASSWORD
                        + "\",\"name\":\"Rosa\",\"business\":\"Shop " + business.slug + "\"}");
        mails.await(email("rosa"), 1);
        trail.perform("POST /api/auth/verify-email/resend", nobody, "{\"email\":\"" + email("rosa") + "\"}");
        String token = Mails.token(mails.await(email("rosa"), 2));
        trail.perform("POST /api/auth/verify-email", nobody, "{\"token\":\"" + token + "\"}");
    }

    /** A token for a token: nothing to write down. */
    private JsonNode renew(JsonNode session) {
        String request = UUID.randomUUID().toString();
        Answer answer =
                nobody.call("POST", Operations.path(REFRESH), refresh(session), Map.of("X-Request-Id", request));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(trail.entries(request)).isEmpty();
        trail.done.add(REFRESH);
        return answer.json();
    }

    private void doWithTenants() {
        Api operator = operator();
        String slug = business.slug + "x";
        trail.perform(
                "POST /api/platform/tenants",
                operator,
                "{\"slug\":\"" + slug + "\",\"name\":\"Opened\",\"adminEmail\":\"admin@" + slug
                        + ".example\",\"adminName\":\"Alex\",\"adminPassword\":\"" + PASSWORD + "\"}");
        trail.perform("PUT /api/platform/tenants/{slug}", operator, "{\"name\":\"Renamed\"}", slug);
        trail.perform("POST /api/platform/tenants/{slug}/suspend", operator, "", slug);
        copy(operator, slug, business.slug + "y");
        trail.perform("POST /api/platform/tenants/{slug}/resume", operator, "", slug);
        trail.perform("DELETE /api/platform/tenants/{slug}", operator, null, slug);
        trail.perform("POST /api/platform/tenants/{slug}/restore", operator, "", slug);
        assertThat(installation.sql(
                        "SELECT before ->> 'name', after ->> 'name' FROM flame.audit_log"
                                + " WHERE action = 'PUT /api/platform/tenants/{slug}' AND target = ?",
                        slug))
                .containsExactly("Opened|Renamed");
    }

    private void copy(Api operator, String from, String to) {
        JsonNode keys = operator.get("/api/platform/capsule-keys").json();
        String recipient = "{\"recipientKey\":\"" + keys.get("recipientKey").asText() + "\"}";
        trail.perform("POST /api/platform/tenants/{slug}/export", operator, recipient, from);
        String export = "/api/platform/tenants/" + from + "/export";
        await().until(() -> operator.get(export).json().get("state").asText().equals("done"));
        byte[] capsule = operator.download(export + "/archive");
        String operation = "POST /api/platform/tenants/{slug}/import";
        trail.performed(
                operation,
                request -> operator.send(
                        "POST",
                        Operations.path(operation).replace("{slug}", to) + "?trust="
                                + URLEncoder.encode(keys.get("signerKey").asText(), StandardCharsets.UTF_8),
                        capsule,
                        Map.of("Content-Type", "application/octet-stream", "X-Request-Id", request)));
    }

    private String created(String operation, String body, String... ids) {
        return trail.perform(operation, business.admin, body, ids)
                .json()
                .get("id")
                .asText();
    }

    private static String nowhere(String operation) {
        return Operations.path(operation)
                .replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    }

    /** What anybody may call asks nobody who they are. */
    private boolean isOpen(String operation) {
        String body = operation.startsWith("DELETE") ? null : "{}";
        String answer = nobody.call(Operations.method(operation), nowhere(operation), body, Map.of())
                .body();
        return !answer.contains("token_required");
    }

    /** What ends the caller's sessions comes last. */
    private List<String> safestFirst() {
        return Operations.changing(installation).stream()
                .sorted(Comparator.comparing(operation -> operation.contains("/api/auth/logout")))
                .toList();
    }

    private Api operator() {
        var login = installation.stack.description().operator();
        return Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()));
    }

    private String email(String name) {
        return name + "@" + business.slug + ".example";
    }

    private String invitation(String name) {
        return "{\"email\":\"" + email(name) + "\",\"name\":\"Robin Gray\",\"role\":\"agent\"}";
    }

    private static String login(String email, String password) {
        return "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
    }

    private static String refresh(JsonNode session) {
        return "{\"refreshToken\":\"" + session.get("refreshToken").asText() + "\"}";
    }
}
