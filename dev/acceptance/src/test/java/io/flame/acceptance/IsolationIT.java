package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the API that takes an id, called by each business with the other's id, answers as for an id that
 * never existed. The operations are read from {@code /openapi}, so that a new one without a row here fails the test.
 */
class IsolationIT {

    /** No member of any business gets that far; see RolesIT. */
    private static final String OPERATORS = "/api/platform/";

    private final Installation installation = Installation.shared();
    private final Business one = installation.open().withNumber().withAssistant();
    private final Business other = installation.open().withNumber().withAssistant();

    /** What a business has that its API names by ids. */
    record Things(Map<String, String> ids) {
        static Things of(Business business) {
            business.customerWrites("12025550143", "canary " + business.slug);
            await().until(() -> business.sentTo("12025550143").size() == 1);
            String assistant = first(business, "/api/assistants");
            String conversation = first(business, "/api/conversations");
            String schedule = created(
                    business,
                    "/api/assistants/" + assistant + "/schedules",
                    "{\"dayOfWeek\":1,\"startTime\":\"09:00\",\"endTime\":\"18:00\"}");
            String exception = created(
                    business,
                    "/api/assistants/" + assistant + "/exceptions",
                    "{\"date\":\"2027-01-01\",\"name\":\"New Year\"}");
            String holiday = created(business, "/api/holidays", "{\"date\":\"2027-05-01\",\"name\":\"Labour Day\"}");
            String message = business.thread(conversation).getFirst().get("id").asText();
            Map<String, String> ids = new HashMap<>(Map.of(
                    "conversations", conversation,
                    "assistants", assistant,
                    "integrations", first(business, "/api/integrations"),
                    "schedules", schedule,
                    "exceptions", exception,
                    "holidays", holiday,
                    "messages", message,
                    "attachments", UUID.randomUUID().toString()));
            ids.put("contacts", first(business, "/api/contacts"));
            addPeople(business, ids);
            return new Things(ids);
        }

        private static void addPeople(Business business, Map<String, String> ids) {
            ids.put("users", first(business, "/api/users"));
            ids.put(
                    "sso",
                    created(
                            business,
                            "/api/sso",
                            Providers.unreachableSaml(business.slug + ".example")
                                    .toString()));
            ids.put("teams", created(business, "/api/teams", "{\"name\":\"Team " + UUID.randomUUID() + "\"}"));
            ids.put(
                    "api-keys",
                    created(business, "/api/api-keys", "{\"name\":\"Robot\",\"scopes\":[\"events:read\"]}"));
            ids.put(
                    "invitations",
                    created(
                            business,
                            "/api/users",
                            "{\"email\":\"guest@" + business.slug
                                    + ".example\",\"name\":\"Guest\",\"role\":\"user\"}"));
        }

        private static String first(Business business, String path) {
            return business.admin.get(path).json().at("/data/0/id").asText();
        }

        private static String created(Business business, String path, String body) {
            Answer answer = business.admin.post(path, body);
            assertThat(answer.status()).as("%s", answer).isEqualTo(201);
            return answer.json().get("id").asText();
        }

        /** Puts an id into each brace of a path, by the collection that stands before it. */
        String fill(String path) {
            String[] parts = path.split("/");
            for (int i = 1; i < parts.length; i++) {
                if (parts[i].startsWith("{")) {
                    parts[i] = ids.get(parts[i - 1]);
                }
            }
            return String.join("/", parts);
        }
    }

    @Test
    void answersForeignIdsAsIfTheyHadNeverExisted() {
        Things mine = Things.of(one);
        Things theirs = Things.of(other);
        List<String> operations = operationsWithIds();
        operations.forEach(operation -> assertFindsItsOwn(operation, mine));
        int calls = 0;
        for (Business caller : List.of(one, other)) {
            Things foreign = caller == one ? theirs : mine;
            for (Api role : List.of(caller.admin, caller.as("agent"))) {
                for (String operation : operations) {
                    calls += assertSameAsUnknown(role, operation, foreign);
                }
            }
        }
        System.out.printf("isolation: %d of %d calls with foreign ids answered as for unknown ones%n", calls, calls);
        assertThat(calls).isGreaterThanOrEqualTo(4 * 17);
        assertNothingChanged();
    }

    @Test
    void showsNothingOfAnotherBusinessInAnyList() {
        Things.of(one);
        Things.of(other);
        for (String path : List.of(
                "/api/conversations",
                "/api/contacts",
                "/api/assistants",
                "/api/integrations",
                "/api/holidays",
                "/api/users",
                "/api/teams",
                "/api/sso",
                "/api/api-keys",
                "/api/invitations",
                "/api/events",
                "/api/audit",
                "/api/usage",
                "/api/settings/retention",
                "/api/conversations?q=canary",
                "/api/auth/me")) {
            Answer answer = one.admin.get(path);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.body()).as(path).doesNotContain(other.slug);
        }
    }

    @Test
    void refusesToReferToWhatBelongsToAnother() {
        Things mine = Things.of(one);
        Things theirs = Things.of(other);
        Answer assistant = one.admin.put(
                "/api/conversations/" + mine.ids().get("conversations"),
                "{\"assignedAssistantId\":\"" + theirs.ids().get("assistants") + "\"}");
        Answer number = one.admin.post("/api/integrations", Business.integration(other.number(), "another-secret"));

        assertThat(assistant.status()).isEqualTo(422);
        assertThat(number.status()).isEqualTo(409);
        assertThat(number.body()).doesNotContain(other.slug);
    }

    /** Else a 404 for a foreign id would prove nothing. */
    private void assertFindsItsOwn(String operation, Things mine) {
        if (operation.startsWith("GET") && !operation.contains("attachments") && !operation.endsWith("/erasure")) {
            String path = mine.fill(operation.substring(operation.indexOf(' ') + 1));
            assertThat(one.admin.get(path).status()).as(operation).isEqualTo(200);
        }
        if (operation.startsWith("PUT")) {
            String path = operation.substring(operation.indexOf(' ') + 1);
            Answer answer = one.admin.put(mine.fill(path), path.endsWith("/status") ? "{\"status\":\"active\"}" : "{}");
            assertThat(answer.status()).as("%s: %s", operation, answer).isNotEqualTo(404);
        }
    }

    private static int assertSameAsUnknown(Api role, String operation, Things foreign) {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation.substring(operation.indexOf(' ') + 1);
        String body = method.equals("GET") || method.equals("DELETE") ? null : bodyFor(path);
        Answer answer = role.call(method, foreign.fill(path), body, Map.of());
        Answer unknown =
                role.call(method, path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString()), body, Map.of());
        if (unknown.status() == 403) {
            assertThat(answer.status()).as(operation).isEqualTo(403);
            return 1;
        }
        assertThat(unknown.status()).as("%s: %s", operation, unknown).isEqualTo(404);
        assertThat(answer.status()).as("%s: %s", operation, answer).isEqualTo(404);
        assertThat(withoutRequest(answer)).as(operation).isEqualTo(withoutRequest(unknown));
        return 1;
    }

    /** A good body, so that nothing but the id can be the reason. */
    private static String bodyFor(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "messages" -> "{\"content\":\"x\"}";
            case "status" -> "{\"status\":\"resolved\"}";
            case "schedules", "{scheduleId}" -> "{\"dayOfWeek\":2,\"startTime\":\"09:00\",\"endTime\":\"18:00\"}";
            case "exceptions", "{exceptionId}" -> "{\"date\":\"2027-01-02\",\"name\":\"Closed\"}";
            default -> "{}";
        };
    }

    private static String withoutRequest(Answer answer) {
        ObjectNode body = (ObjectNode) answer.json();
        body.remove(List.of("requestId", "instance"));
        return body.toString();
    }

    private List<String> operationsWithIds() {
        JsonNode paths = Api.anonymous(installation.url())
                .call("GET", "/openapi", null, Map.of("Accept", "application/json"))
                .json()
                .get("paths");
        List<String> operations = new ArrayList<>();
        paths.fields().forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
            if (path.getKey().contains("{")
                    && !path.getKey().contains("webhooks")
                    && !path.getKey().startsWith(OPERATORS)
                    && List.of("get", "put", "post", "delete", "patch").contains(method)) {
                operations.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
            }
        }));
        assertThat(new TreeSet<>(operations)).hasSizeGreaterThanOrEqualTo(17);
        return operations;
    }

    private void assertNothingChanged() {
        for (Business business : List.of(one, other)) {
            assertThat(business.conversations()).hasSize(1);
            assertThat(business.count("erasures")).isZero();
            assertThat(business.onlyConversation().get("status").asText()).isEqualTo("active");
            assertThat(business.thread(business.onlyConversation().get("id").asText()))
                    .hasSize(2);
            assertThat(business.count("assistants")).isEqualTo(1);
            assertThat(business.count("integrations WHERE status = 'active'")).isEqualTo(1);
        }
    }
}
