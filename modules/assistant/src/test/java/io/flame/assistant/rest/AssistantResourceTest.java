package io.flame.assistant.rest;

import static io.flame.assistant.Office.body;
import static io.flame.assistant.Office.json;
import static io.flame.assistant.rest.Refusals.assertInvalid;
import static io.flame.assistant.rest.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.Office;
import io.flame.identity.Caller;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class AssistantResourceTest {

    private final Office office = new Office();
    private final SecurityContext admin = office.signedIn();

    @Test
    void makesNoMoreAssistantsThanThePlanAllows() {
        office.limit("assistants", 2);
        String first = office.assistantId();
        office.assistantId();

        assertRefused(ProblemCode.QUOTA_EXCEEDED, office::assistantId);

        office.assistants.delete(admin, first, null);
        assertThat(office.assistantId()).isNotEqualTo(first);
    }

    @Test
    void makesAnAssistantAndShowsIt() {
        Response made = office.assistants.create(admin, json("""
                        {'name': 'Recepción 🏨', 'description': 'Front desk', 'type': 'auto',
                         'autoResponse': 'Hola 👋\\nشكرا', 'timeZone': 'America/Mexico_City'}"""));

        JsonNode shown = body(made);
        assertThat(made.getStatus()).isEqualTo(201);
        assertThat(made.getHeaderString("Location"))
                .endsWith("/api/assistants/" + shown.path("id").asText());
        assertThat(shown.path("name").asText()).isEqualTo("Recepción 🏨");
        assertThat(shown.path("autoResponse").asText()).isEqualTo("Hola 👋\nشكرا");
        assertThat(shown.path("status").asText()).isEqualTo("active");
        assertThat(shown.path("userId").asText())
                .isEqualTo(Caller.of(admin).userId().toString());
        assertThat(shown.path("aiPrompt").isNull()).isTrue();
        assertThat(shown.path("createdAt").asText()).isEqualTo("2026-06-01T12:00:00Z");
        Response got = office.assistants.get(admin, shown.path("id").asText());
        assertThat(body(got)).isEqualTo(shown);
        assertThat(got.getHeaderString("ETag"))
                .isEqualTo(made.getHeaderString("ETag"))
                .isEqualTo("\"0\"");
        assertThat(office.facts()).containsExactly("assistant.created");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'auto','autoResponse':'x'} | name | required",
                "{'name':null,'type':'auto','autoResponse':'x'} | name | required",
                "{'name':' ','type':'auto','autoResponse':'x'} | name | blank",
                "{'name':7,'type':'auto','autoResponse':'x'} | name | wrong_type",
                "{'name':'A','autoResponse':'x'} | type | required",
                "{'name':'A','type':'robot','autoResponse':'x'} | type | unknown_value",
                "{'name':'A','type':'AUTO','autoResponse':'x'} | type | unknown_value",
                "{'name':'A','type':'auto'} | autoResponse | required",
                "{'name':'A','type':'auto','autoResponse':''} | autoResponse | required",
                "{'name':'A','type':'auto','autoResponse':null} | autoResponse | required",
                "{'name':'A','type':'auto','autoResponse':{}} | autoResponse | wrong_type",
                "{'name':'A','type':'auto','autoResponse':'a\\u0000b'} | autoResponse | unstorable",
                "{'name':'A','type':'auto','autoResponse':'\\ud83d'} | autoResponse | unstorable",
                "{'name':'A','type':'ai'} | aiPrompt | required",
                "{'name':'A','type':'auto','autoResponse':'x','status':'training'} | status | read_only",
                "{'name':'A','type':'auto','autoResponse':'x','status':'busy'} | status | unknown_value",
                "{'name':'A','type':'auto','autoResponse':'x','status':null} | status | required",
                "{'name':'A','type':'auto','autoResponse':'x','timeZone':'Mars/Base'} | timeZone | unknown_value",
                "{'name':'A','type':'auto','autoResponse':'x','timeZone':'+02:00'} | timeZone | unknown_value",
                "{'name':'A','type':'auto','autoResponse':'x','description':5} | description | wrong_type"
            })
    void refusesWhatBreaksARuleAndNamesTheField(String body, String field, String code) {
        assertInvalid(field, code, () -> office.assistants.create(admin, json(body)));
        assertThat(body(office.assistants.list(admin, null, null, null)).path("data"))
                .isEmpty();
    }

    @Test
    void countsCharactersAndNotTheirCodeUnits() {
        String longest = "😀".repeat(4_096);

        assertThat(office.assistant("'description': 'fits'").path("id").asText())
                .isNotEmpty();
        assertThat(body(create("😀".repeat(255), longest)).path("autoResponse").asText())
                .isEqualTo(longest);
        assertInvalid("autoResponse", "too_long", () -> create("A", longest + "x"));
        assertInvalid("name", "too_long", () -> create("n".repeat(256), "x"));
    }

    @Test
    void refusesABodyThatIsNoObject() {
        assertRefused(ProblemCode.INVALID, () -> office.assistants.create(admin, json("[]")));
    }

    @Test
    void ignoresFieldsThatAreNotTheCallers() {
        JsonNode made = office.assistant(
                "'id': '00000000-0000-7000-8000-000000000000', 'userId': null, 'version': 9, 'createdAt': '2001-01-01T00:00:00Z'");

        assertThat(made.path("id").asText()).isNotEqualTo("00000000-0000-7000-8000-000000000000");
        assertThat(made.path("userId").isNull()).isFalse();
        assertThat(made.path("createdAt").asText()).startsWith("2026");
    }

    @Test
    void changesOnlyTheFieldsGiven() {
        JsonNode before = office.assistant("'description': 'Front desk'");
        String id = before.path("id").asText();

        Response changed = change(id, null, "{'status': 'inactive', 'description': ''}");

        assertThat(body(changed).path("status").asText()).isEqualTo("inactive");
        assertThat(body(changed).path("description").isNull()).isTrue();
        assertThat(body(changed).path("autoResponse")).isEqualTo(before.path("autoResponse"));
        assertThat(changed.getHeaderString("ETag")).isEqualTo("\"1\"");
        assertThat(body(office.assistants.get(admin, id))).isEqualTo(body(changed));
        assertThat(office.facts()).containsExactly("assistant.created", "assistant.updated");
    }

    @Test
    void takesBackWhatItShowed() {
        JsonNode before = office.assistant("");
        String id = before.path("id").asText();

        Response unchanged = office.assistants.change(admin, id, null, before);

        assertThat(body(unchanged)).isEqualTo(before);
        assertThat(unchanged.getHeaderString("ETag")).isEqualTo("\"0\"");
        assertThat(office.facts()).containsExactly("assistant.created");
    }

    @Test
    void keepsTheRulesOfTheTypeItBecomes() {
        String id = office.assistantId();

        assertInvalid("aiPrompt", "required", () -> change(id, null, "{'type': 'ai'}"));
        assertThat(body(change(id, null, "{'type': 'ai', 'aiPrompt': 'Be kind', 'autoResponse': null}"))
                        .path("type")
                        .asText())
                .isEqualTo("ai");
        assertInvalid("autoResponse", "required", () -> change(id, null, "{'type': 'auto'}"));
    }

    @Test
    void letsTrainingStayButNobodySetIt() {
        String id = office.assistantId();
        assertInvalid("status", "read_only", () -> change(id, null, "{'status': 'training'}"));

        office.sql("UPDATE assistants SET status = 'training'");

        assertThat(body(change(id, null, "{'status': 'training', 'name': 'B'}"))
                        .path("name")
                        .asText())
                .isEqualTo("B");
    }

    @Test
    void refusesAChangeOfWhatIsNoLongerAsItWasSeen() {
        String id = office.assistantId();
        change(id, "\"0\"", "{'name': 'B'}");

        assertRefused(ProblemCode.PRECONDITION_FAILED, () -> change(id, "\"0\"", "{'name': 'C'}"));
        assertRefused(ProblemCode.PRECONDITION_FAILED, () -> change(id, "W/\"1\"", "{'name': 'C'}"));
        assertRefused(ProblemCode.PRECONDITION_FAILED, () -> office.assistants.delete(admin, id, "\"0\""));
        assertThat(body(change(id, "\"7\", \"1\"", "{'name': 'D'}"))
                        .path("name")
                        .asText())
                .isEqualTo("D");
        assertThat(body(change(id, "*", "{'name': 'E'}")).path("name").asText()).isEqualTo("E");
    }

    @Test
    void letsOneOfManyStaleChangesThrough() throws Exception {
        String id = office.assistantId();
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "Writer " + i;
            writers.add(() -> {
                try {
                    change(id, "\"0\"", "{'name': '" + name + "'}");
                    return true;
                } catch (Problem problem) {
                    assertThat(problem.code()).isEqualTo(ProblemCode.PRECONDITION_FAILED);
                    return false;
                }
            });
        }

        assertThat(inParallel(writers)).containsOnlyOnce(true);
    }

    @Test
    void deletesAnAssistantThatConversationsName() {
        String id = office.assistantId();
        UUID conversation = UUID.randomUUID();
        UUID contact = UUID.randomUUID();
        office.sql("INSERT INTO contacts (id, name) VALUES (?, 'Mara')", contact);
        office.sql("""
                INSERT INTO conversations (id, contact_id, contact_name, platform, assigned_assistant_id)
                VALUES (?, ?, 'Mara', 'whatsapp', ?)""", conversation, contact, UUID.fromString(id));
        office.schedules.add(admin, id, json("{'dayOfWeek': 1, 'startTime': '09:00', 'endTime': '18:00'}"));

        assertThat(office.assistants.delete(admin, id, null).getStatus()).isEqualTo(204);

        assertThat(office.value("SELECT assigned_assistant_id FROM conversations", UUID.class))
                .isNull();
        assertThat(office.value("SELECT count(*) FROM schedules", Long.class)).isZero();
        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.get(admin, id));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.delete(admin, id, null));
        assertThat(office.facts()).last().isEqualTo("assistant.deleted");
    }

    @Test
    void refusesToTrain() {
        String automatic = office.assistantId();
        String clever = body(office.assistants.create(admin, json("{'name':'B','type':'ai','aiPrompt':'Be kind'}")))
                .path("id")
                .asText();

        assertRefused(ProblemCode.CONFLICT, () -> office.assistants.train(admin, automatic));
        assertRefused(ProblemCode.CONFLICT, () -> office.assistants.train(admin, clever));
        assertRefused(
                ProblemCode.NOT_FOUND,
                () -> office.assistants.train(admin, UUID.randomUUID().toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "1", "00000000-0000-0000-0000-00000000000", "0-0-0-0-0", "../assistants"})
    void findsNothingUnderWhatIsNoUuid(String id) {
        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.get(admin, id));
        assertRefused(ProblemCode.NOT_FOUND, () -> change(id, null, "{}"));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.delete(admin, id, null));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.schedules.list(admin, id, null, null, null));
    }

    @Test
    void hidesAssistantsFromOtherTenants() {
        Office other = new Office();
        String foreign = other.assistantId();

        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.get(admin, foreign));
        assertRefused(ProblemCode.NOT_FOUND, () -> change(foreign, null, "{'name': 'Mine'}"));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.delete(admin, foreign, null));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.assistants.train(admin, foreign));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.schedules.add(admin, foreign, json("[]")));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.schedules.preview(admin, foreign, null));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.exceptions.list(admin, foreign, null, null, null));
        assertThat(body(office.assistants.list(admin, null, null, null)).path("data"))
                .isEmpty();
        assertThat(body(other.assistants.get(other.signedIn(), foreign))
                        .path("name")
                        .asText())
                .isEqualTo("Ana");
    }

    @Test
    void pagesThroughAllByCursorAndByNumber() {
        List<String> made = Stream.generate(office::assistantId).limit(5).toList();

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            JsonNode page = body(office.assistants.list(admin, "2", cursor, null));
            page.path("data").forEach(each -> seen.add(each.path("id").asText()));
            assertThat(page.has("total")).isFalse();
            cursor = page.path("next").isNull() ? null : page.path("next").asText();
        } while (cursor != null);
        JsonNode last = body(office.assistants.list(admin, "2", null, "3"));

        assertThat(seen).containsExactlyElementsOf(made);
        assertThat(last.path("total").asInt()).isEqualTo(5);
        assertThat(last.path("data")).hasSize(1);
        assertThat(last.path("data").path(0).path("id").asText()).isEqualTo(made.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "AAAA", "MjAyNg", "LTEwMDAwMDAwMDAtMDEtMDFUMDA6MDA6MDBaCjA"})
    void refusesCursorsItDidNotMake(String cursor) {
        assertRefused(ProblemCode.INVALID_CURSOR, () -> office.assistants.list(admin, null, cursor, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "-1", "1000000000", "9223372036854775808", "x", ""})
    void refusesLimitsOutOfRange(String limit) {
        assertInvalid("limit", "out_of_range", () -> office.assistants.list(admin, limit, null, null));
    }

    @Test
    void needsACaller() {
        assertRefused(ProblemCode.TOKEN_REQUIRED, () -> office.assistants.list(Office.nobody(), null, null, null));
    }

    @Test
    void letsOnlyAdministratorsChangeAnything() {
        List<Method> operations = Stream.of(
                        AssistantResource.class, ScheduleResource.class, ExceptionResource.class, HolidayResource.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> Arrays.stream(method.getAnnotations()).anyMatch(AssistantResourceTest::isHttpMethod))
                .toList();

        assertThat(operations).hasSize(17);
        assertThat(operations).allSatisfy(operation -> {
            RolesAllowed roles = operation.getAnnotation(RolesAllowed.class);
            if (operation.isAnnotationPresent(GET.class)) {
                assertThat(roles).isNull();
            } else {
                assertThat(roles.value()).containsExactly("admin");
            }
        });
    }

    private static boolean isHttpMethod(Annotation annotation) {
        return annotation.annotationType().isAnnotationPresent(jakarta.ws.rs.HttpMethod.class);
    }

    private Response create(String name, String answer) {
        return office.assistants.create(
                admin, json("{'name': '" + name + "', 'type': 'auto', 'autoResponse': '" + answer + "'}"));
    }

    private Response change(String id, String ifMatch, String fields) {
        return office.assistants.change(admin, id, ifMatch, json(fields));
    }

    private static List<Boolean> inParallel(List<Callable<Boolean>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
