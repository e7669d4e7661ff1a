package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private final TreeSet<String> done = new TreeSet<>();

    private record Entry(String log, String action, String outcome, String actor) {
        static Entry of(String columns) {
            String[] cells = columns.split("\\|", -1);
            return new Entry(cells[0], cells[1], cells[2], cells[3]);
        }
    }

    @Test
    void writesOneEntryForEveryOperationThatIsDone() {
        doWithAssistants();
        doWithHolidays();
        doWithIntegrations();
        doWithConversations();
        doWithPeople();
        doWithAccounts();
        doWithTenants();

        assertThat(done).isEqualTo(Operations.changing(installation));
        System.out.printf("audit: %d of %d operations left one entry when done%n", done.size(), done.size());
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
                            Operations.path(operation)
                                    .replaceAll("\\{[^}]+}", UUID.randomUUID().toString()),
                            operation.startsWith("DELETE") ? null : "{}",
                            Map.of("X-Request-Id", request));
            List<Entry> entries = entries(request);
            assertThat(entries).as("%s: %s", operation, answer).hasSize(1);
            assertThat(entries.getFirst().action()).isEqualTo(operation);
            assertThat(entries.getFirst().outcome())
                    .as("%s: %s", operation, answer)
                    .isEqualTo(answer.status() < 400 ? "done" : "refused");
            String log = platform || isOpen(operation) ? "flame" : business.schema();
            assertThat(entries.getFirst().log()).as(operation).isEqualTo(log);
            refused += answer.status() < 400 ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(30);
    }

    @Test
    void writesSignInsThatFailIntoThePlatformsLog() {
        String request = UUID.randomUUID().toString();
        String email = "nobody@" + business.slug + ".example";
        nobody.call("POST", "/api/auth/login", login(email, "planted-guess"), Map.of("X-Request-Id", request));

        assertThat(entries(request)).containsExactly(new Entry("flame", "POST /api/auth/login", "refused", email));
    }

    private void doWithAssistants() {
        Api admin = business.admin;
        String id = created(
                "POST /api/assistants",
                "{\"name\":\"Desk\",\"type\":\"auto\",\"autoResponse\":\"Hello\",\"status\":\"active\"}");
        perform("PUT /api/assistants/{id}", admin, "{\"name\":\"Front desk\"}", id);
        String schedule = created("POST /api/assistants/{id}/schedules", slot("09:00"), id);
        perform("PUT /api/assistants/{id}/schedules/{scheduleId}", admin, slot("10:00"), id, schedule);
        perform("DELETE /api/assistants/{id}/schedules/{scheduleId}", admin, null, id, schedule);
        String exception =
                created("POST /api/assistants/{id}/exceptions", "{\"date\":\"2027-01-01\",\"name\":\"New Year\"}", id);
        perform("DELETE /api/assistants/{id}/exceptions/{exceptionId}", admin, null, id, exception);
        refuse("POST /api/assistants/{id}/train", admin, "{}", id);
        perform("DELETE /api/assistants/{id}", admin, null, id);
    }

    private static String slot(String start) {
        return "{\"dayOfWeek\":2,\"startTime\":\"" + start + "\",\"endTime\":\"18:00\"}";
    }

    private void doWithHolidays() {
        String id = created("POST /api/holidays", "{\"date\":\"2027-05-01\",\"name\":\"Labour Day\"}");
        perform("DELETE /api/holidays/{id}", business.admin, null, id);
    }

    private void doWithIntegrations() {
        Api admin = business.admin;
        String number = "8" + business.number().substring(1);
        installation.twin().connect(business.slug, number, Business.APP_SECRET);
        String id = created("POST /api/integrations", Business.integration(number, Business.APP_SECRET));
        perform("PUT /api/integrations/{id}", admin, "{\"name\":\"Second number\"}", id);
        perform("POST /api/integrations/{id}/connect", admin, "{}", id);
        perform("POST /api/integrations/{id}/disconnect", admin, "{}", id);
        perform("DELETE /api/integrations/{id}", admin, null, id);
    }

    private void doWithConversations() {
        Api admin = business.admin;
        String id = created(
                "POST /api/conversations",
                "{\"contactName\":\"Kim\",\"contactPhone\":\"12025550147\",\"platform\":\"whatsapp\"}");
        business.customerWrites("12025550147", "Good morning");
        perform("POST /api/conversations/{id}/messages", admin, "{\"content\":\"Good morning\"}", id);
        perform("PUT /api/conversations/{id}", admin, "{\"priority\":\"high\"}", id);
        perform("PUT /api/conversations/{id}/status", admin, "{\"status\":\"resolved\"}", id);
        String contact = admin.get("/api/contacts").json().at("/data/0/id").asText();
        perform("DELETE /api/conversations/{id}", admin, null, id);
        perform("POST /api/contacts/{id}/erase", admin, "{}", contact);
    }

    private void doWithPeople() {
        Api admin = business.admin;
        String key = created("POST /api/api-keys", "{\"name\":\"Robot\",\"scopes\":[\"events:read\"]}");
        perform("DELETE /api/api-keys/{id}", admin, null, key);
        String team = created("POST /api/teams", "{\"name\":\"Sales\"}");
        perform("PUT /api/teams/{id}", admin, "{\"name\":\"Sales and service\"}", team);
        perform("DELETE /api/teams/{id}", admin, null, team);
        String unwanted = created("POST /api/users", invitation("unwanted"));
        perform("DELETE /api/invitations/{id}", admin, null, unwanted);
        admin.post("/api/users", invitation("robin"));
        Answer joined = perform(
                "POST /api/auth/invitations/accept",
                nobody,
                "{\"token\":\"" + mailedToken(email("robin")) + "\",\"password\":\"" + PASSWORD + "\"}");
        String person = joined.json().get("id").asText();
        perform("PUT /api/users/{id}", admin, "{\"visibility\":\"own\"}", person);
        perform("DELETE /api/users/{id}", admin, null, person);
    }

    private void doWithAccounts() {
        Installation.Person person = installation.addPerson(business.slug, "agent");
        JsonNode first = perform("POST /api/auth/login", nobody, login(person.email(), person.password()))
                .json();
        Api agent = new Api(
                installation.url(),
                Map.of("Authorization", "Bearer " + first.get("accessToken").asText()));
        JsonNode second = nobody.post("/api/auth/login", login(person.email(), person.password()))
                .json();
        perform("PUT /api/auth/profile", agent, "{\"name\":\"Robin\"}");
        String other = "";
        for (JsonNode session : agent.get("/api/auth/sessions").json().get("data")) {
            other = session.path("current").asBoolean()
                    ? other
                    : session.get("id").asText();
        }
        perform("DELETE /api/auth/sessions/{id}", agent, null, other);
        assertThat(nobody.post("/api/auth/refresh", refresh(second)).status()).isEqualTo(401);
        JsonNode fresh = renew(first);
        perform("POST /api/auth/logout", nobody, refresh(fresh));
        perform("POST /api/auth/logout-all", Api.signedIn(installation.url(), person), "{}");
        perform("POST /api/auth/forgot-password", nobody, "{\"email\":\"" + person.email() + "\"}");
        perform(
                "POST /api/auth/reset-password",
                nobody,
                "{\"token\":\"" + mailedToken(person.email()) + "\",\"password\":\"" + PASSWORD + "\"}");
        perform(
                "POST /api/auth/register",
                nobody,
                "{\"email\":\"rosa@" + business.slug + ".example\",\"password\":\"" + PASSWORD
                        + "\",\"name\":\"Rosa\",\"business\":\"Shop " + business.slug + "\"}");
    }

    /** A token for a token: nothing to write down. */
    private JsonNode renew(JsonNode session) {
        String request = UUID.randomUUID().toString();
        Answer answer =
                nobody.call("POST", Operations.path(REFRESH), refresh(session), Map.of("X-Request-Id", request));
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        assertThat(entries(request)).isEmpty();
        done.add(REFRESH);
        return answer.json();
    }

    private void doWithTenants() {
        Api operator = operator();
        String slug = business.slug + "x";
        perform(
                "POST /api/platform/tenants",
                operator,
                "{\"slug\":\"" + slug + "\",\"name\":\"Opened\",\"adminEmail\":\"admin@" + slug
                        + ".example\",\"adminName\":\"Alex\",\"adminPassword\":\"" + PASSWORD + "\"}");
        perform("PUT /api/platform/tenants/{slug}", operator, "{\"name\":\"Renamed\"}", slug);
        perform("POST /api/platform/tenants/{slug}/suspend", operator, "", slug);
        perform("POST /api/platform/tenants/{slug}/resume", operator, "", slug);
        perform("DELETE /api/platform/tenants/{slug}", operator, null, slug);
        perform("POST /api/platform/tenants/{slug}/restore", operator, "", slug);
        assertThat(installation.sql(
                        "SELECT before ->> 'name', after ->> 'name' FROM flame.audit_log"
                                + " WHERE action = 'PUT /api/platform/tenants/{slug}' AND target = ?",
                        slug))
                .containsExactly("Opened|Renamed");
    }

    private String created(String operation, String body, String... ids) {
        return perform(operation, business.admin, body, ids).json().get("id").asText();
    }

    private Answer perform(String operation, Api caller, String body, String... ids) {
        Answer answer = call(operation, caller, body, "done", ids);
        assertThat(answer.status()).as("%s: %s", operation, answer).isLessThan(400);
        return answer;
    }

    /** For what cannot be done in this version. */
    private void refuse(String operation, Api caller, String body, String... ids) {
        Answer answer = call(operation, caller, body, "refused", ids);
        assertThat(answer.status()).as("%s: %s", operation, answer).isBetween(400, 499);
    }

    private Answer call(String operation, Api caller, String body, String outcome, String... ids) {
        String path = Operations.path(operation);
        for (String id : ids) {
            path = path.replaceFirst("\\{[^}]+}", id);
        }
        String request = UUID.randomUUID().toString();
        Answer answer = caller.call(Operations.method(operation), path, body, Map.of("X-Request-Id", request));
        List<Entry> entries = entries(request);
        assertThat(entries).as("%s: %s", operation, answer).hasSize(1);
        assertThat(entries.getFirst().action()).isEqualTo(operation);
        assertThat(entries.getFirst().outcome()).as("%s: %s", operation, answer).isEqualTo(outcome);
        done.add(operation);
        return answer;
    }

    /** What both logs that may be meant hold of one request. */
    private List<Entry> entries(String request) {
        String columns = " AS log, action, outcome, coalesce(actor_email, '') FROM ";
        return installation
                .sql(
                        "SELECT 'flame'" + columns + "flame.audit_log WHERE request_id = ? UNION ALL SELECT '"
                                + business.schema() + "'" + columns + business.schema()
                                + ".audit_log WHERE request_id = ?",
                        request,
                        request)
                .stream()
                .map(Entry::of)
                .toList();
    }

    /** What anybody may call asks nobody who they are. */
    private boolean isOpen(String operation) {
        String answer = nobody.call(Operations.method(operation), Operations.path(operation), "{}", Map.of())
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

    /** What stands behind the link of the newest mail. */
    private String mailedToken(String email) {
        Api twins = Api.anonymous(installation.twin().url());
        JsonNode mails =
                await().until(() -> twins.get("/log?kind=mail&to=" + email).json(), found -> !found.isEmpty());
        String text = mails.get(mails.size() - 1).get("text").asText();
        Matcher link = Pattern.compile("#token=(\\S+)").matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }
}
