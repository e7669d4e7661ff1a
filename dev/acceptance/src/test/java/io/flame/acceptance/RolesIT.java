package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every operation of {@code /openapi}, called by everybody there is, answers as {@code docs/roles.md} says. */
class RolesIT {

    private static final List<String> COLUMNS = List.of("anonymous", "user", "agent", "admin", "operator");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Set<String> REFUSALS = Set.of("token_required", "token_invalid", "forbidden");

    private final Installation installation = Installation.shared();
    private final Business business = installation.open();

    /** One line of the file: who may, by column, and the scope a key needs. */
    private record Row(String operation, List<Boolean> allowed, String scope) {

        static Row of(String line) {
            List<String> cells = Stream.of(line.replace("`", "").split("\\|"))
                    .map(String::strip)
                    .toList();
            return new Row(
                    cells.get(1),
                    cells.subList(2, 2 + COLUMNS.size()).stream()
                            .map("yes"::equals)
                            .toList(),
                    cells.get(2 + COLUMNS.size()));
        }

        String method() {
            return operation.split(" ")[0];
        }

        /** An id that nobody has, so that the call can do no harm. */
        String path() {
            return operation.split(" ")[1].replaceAll(
                    "\\{[^}]+}", UUID.randomUUID().toString());
        }

        /** The networks' calls are let in by their signatures, which is another test's matter. */
        boolean isSigned() {
            return operation.contains("/api/webhooks/");
        }
    }

    @Test
    void hasARowForEveryOperation() {
        TreeSet<String> rows = new TreeSet<>();
        rows().forEach(row -> rows.add(row.operation()));

        assertThat(rows).isEqualTo(operations());
    }

    @Test
    void letsPeopleDoWhatTheFileSays() {
        List<Api> callers = List.of(
                Api.anonymous(installation.url()),
                business.as("user"),
                business.as("agent"),
                business.as("admin"),
                operator());
        int calls = 0;
        for (Row row : safestFirst()) {
            for (int i = 0; i < COLUMNS.size(); i++) {
                assertAnswer(row, COLUMNS.get(i), callers.get(i), row.allowed().get(i));
                calls++;
            }
        }
        System.out.printf("roles: %d of %d calls answered as the file says%n", calls, calls);
    }

    @Test
    void letsKeysDoWhatTheirScopesSay() {
        Map<String, Api> keys = new LinkedHashMap<>();
        scopes().forEach(scope -> keys.put(scope, key(List.of(scope))));
        Api all = key(scopes());
        for (Row row : safestFirst()) {
            boolean open = row.scope().equals("yes");
            assertAnswer(row, "key with every scope", all, !row.scope().equals("-"));
            keys.forEach(
                    (scope, key) -> assertAnswer(row, "key with " + scope, key, open || scope.equals(row.scope())));
        }
    }

    private static void assertAnswer(Row row, String who, Api caller, boolean allowed) {
        String body = row.method().equals("GET") || row.method().equals("DELETE") ? null : "{}";
        Answer answer = caller.call(row.method(), row.path(), body, Map.of());
        String code = answer.status() < 400 ? "" : answer.json().path("code").asText();
        if (allowed) {
            assertThat(code).as("%s as %s: %s", row.operation(), who, answer).isNotIn(REFUSALS);
            return;
        }
        assertThat(answer.status())
                .as("%s as %s: %s", row.operation(), who, answer)
                .isEqualTo(who.equals("anonymous") ? 401 : 403);
    }

    /** What ends sessions comes last, and what ends all of them after that. */
    private static List<Row> safestFirst() {
        return rows().stream()
                .filter(row -> !row.isSigned())
                .sorted(Comparator.comparingInt(RolesIT::danger))
                .toList();
    }

    private static int danger(Row row) {
        if (row.operation().endsWith("logout-all")) {
            return 2;
        }
        return row.operation().contains("/api/auth/") && !row.method().equals("GET") ? 1 : 0;
    }

    private static List<String> scopes() {
        return rows().stream()
                .map(Row::scope)
                .filter(scope -> scope.contains(":"))
                .distinct()
                .toList();
    }

    private Api key(List<String> scopes) {
        ArrayNode list = Answer.JSON.createArrayNode();
        scopes.forEach(list::add);
        Answer made = business.admin.post("/api/api-keys", "{\"name\":\"Robot\",\"scopes\":" + list + "}");
        assertThat(made.status()).as("%s", made).isEqualTo(201);
        return new Api(
                installation.url(),
                Map.of("Authorization", "Bearer " + made.json().get("key").asText()));
    }

    private Api operator() {
        var login = installation.stack.description().operator();
        return Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()));
    }

    private TreeSet<String> operations() {
        JsonNode paths = Api.anonymous(installation.url())
                .call("GET", "/openapi", null, Map.of("Accept", "application/json"))
                .json()
                .get("paths");
        TreeSet<String> operations = new TreeSet<>();
        paths.properties().stream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return operations;
    }

    private static List<Row> rows() {
        Path file = Path.of(System.getProperty("flame.root"), "docs/roles.md");
        try (Stream<String> lines = Files.lines(file)) {
            return new ArrayList<>(
                    lines.filter(line -> line.contains(" /api/")).map(Row::of).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
