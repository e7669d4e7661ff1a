package io.flame.assistant.rest;

import static io.flame.assistant.Office.body;
import static io.flame.assistant.Office.json;
import static io.flame.assistant.rest.Refusals.assertInvalid;
import static io.flame.assistant.rest.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.Office;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class ScheduleResourceTest {

    private final Office office = new Office();
    private final SecurityContext admin = office.signedIn();
    private final String assistant = office.assistantId();

    @Test
    void addsARangeAndListsIt() {
        Response added = add("{'dayOfWeek': 1, 'startTime': '09:00', 'endTime': '17:30:15'}");

        JsonNode shown = body(added);
        assertThat(added.getStatus()).isEqualTo(201);
        assertThat(added.getHeaderString("Location"))
                .endsWith("/api/assistants/" + assistant + "/schedules/"
                        + shown.path("id").asText());
        assertThat(shown.path("assistantId").asText()).isEqualTo(assistant);
        assertThat(shown.path("dayOfWeek").asInt()).isEqualTo(1);
        assertThat(shown.path("startTime").asText()).isEqualTo("09:00");
        assertThat(shown.path("endTime").asText()).isEqualTo("17:30:15");
        assertThat(shown.path("overnight").asBoolean()).isFalse();
        assertThat(shown.path("enabled").asBoolean()).isTrue();
        assertThat(list().path("data")).containsExactly(shown);
        assertThat(office.facts()).containsExactly("assistant.created", "schedule.updated");
    }

    @Test
    void keepsTheEndOfADayAsMidnight() {
        add("{'dayOfWeek': 6, 'startTime': '22:00', 'endTime': '24:00'}");

        assertThat(list().path("data").path(0).path("endTime").asText()).isEqualTo("24:00");
        assertThat(office.value("SELECT end_time::text FROM schedules", String.class))
                .isEqualTo("23:59:59.999999");
    }

    @Test
    void addsAllOfAnArrayInTheOrderOfTheWeek() {
        Response added = add("""
                [{'dayOfWeek': 5, 'startTime': '09:00', 'endTime': '13:00'},
                 {'dayOfWeek': 0, 'startTime': '20:00', 'endTime': '02:00', 'overnight': true},
                 {'dayOfWeek': 5, 'startTime': '14:00', 'endTime': '18:00', 'enabled': false}]""");

        assertThat(added.getStatus()).isEqualTo(201);
        assertThat(body(added).path("data")).hasSize(3);
        assertThat(list().path("data"))
                .extracting(each -> each.path("dayOfWeek").asInt() + " "
                        + each.path("startTime").asText())
                .containsExactly("0 20:00", "5 09:00", "5 14:00");
    }

    @Test
    void addsNothingOfAnArrayWithOneError() {
        String array = """
                [{'dayOfWeek': 1, 'startTime': '09:00', 'endTime': '13:00'},
                 {'dayOfWeek': 1, 'startTime': '14:00', 'endTime': '12:00'}]""";

        assertInvalid("[1].endTime", "not_after_start", () -> add(array));
        assertThat(list().path("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'startTime':'09:00','endTime':'10:00'} | dayOfWeek | required",
                "{'dayOfWeek':7,'startTime':'09:00','endTime':'10:00'} | dayOfWeek | out_of_range",
                "{'dayOfWeek':-1,'startTime':'09:00','endTime':'10:00'} | dayOfWeek | out_of_range",
                "{'dayOfWeek':99999999999,'startTime':'09:00','endTime':'10:00'} | dayOfWeek | out_of_range",
                "{'dayOfWeek':'1','startTime':'09:00','endTime':'10:00'} | dayOfWeek | wrong_type",
                "{'dayOfWeek':1.5,'startTime':'09:00','endTime':'10:00'} | dayOfWeek | wrong_type",
                "{'dayOfWeek':1,'endTime':'10:00'} | startTime | required",
                "{'dayOfWeek':1,'startTime':'9:00','endTime':'10:00'} | startTime | wrong_format",
                "{'dayOfWeek':1,'startTime':'24:00','endTime':'24:00'} | startTime | wrong_format",
                "{'dayOfWeek':1,'startTime':900,'endTime':'10:00'} | startTime | wrong_format",
                "{'dayOfWeek':1,'startTime':'09:00','endTime':'25:00'} | endTime | wrong_format",
                "{'dayOfWeek':1,'startTime':'09:00','endTime':'10:60'} | endTime | wrong_format",
                "{'dayOfWeek':1,'startTime':'09:00','endTime':'24:01'} | endTime | wrong_format",
                "{'dayOfWeek':1,'startTime':'09:00'} | endTime | required",
                "{'dayOfWeek':1,'startTime':'09:00','endTime':'09:00'} | endTime | not_after_start",
                "{'dayOfWeek':1,'startTime':'22:00','endTime':'06:00'} | endTime | not_after_start",
                "{'dayOfWeek':1,'startTime':'22:00','endTime':'23:00','overnight':true} | endTime | too_long",
                "{'dayOfWeek':1,'startTime':'22:00','endTime':'06:00','overnight':'yes'} | overnight | wrong_type",
                "{'dayOfWeek':1,'startTime':'09:00','endTime':'10:00','enabled':null} | enabled | wrong_type"
            })
    void refusesWhatBreaksARuleAndNamesTheField(String body, String field, String code) {
        if (field.equals("overnight")) {
            assertRefused(ProblemCode.INVALID, () -> add(body));
        } else {
            assertInvalid(field, code, () -> add(body));
        }
        assertThat(list().path("data")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 09:00, 18:00, false, 1, 17:59, 20:00, false, true",
        "1, 09:00, 18:00, false, 1, 18:00, 20:00, false, false",
        "1, 09:00, 18:00, false, 2, 09:00, 18:00, false, false",
        "1, 22:00, 06:00, true, 2, 05:00, 07:00, false, true",
        "1, 22:00, 06:00, true, 2, 06:00, 07:00, false, false",
        "6, 22:00, 06:00, true, 0, 05:59, 07:00, false, true",
        "6, 22:00, 06:00, true, 0, 06:00, 07:00, false, false",
        "0, 00:00, 24:00, false, 6, 23:00, 00:00, true, false",
        "0, 00:00, 24:00, false, 6, 23:00, 00:01, true, true",
        "3, 12:00, 12:00, true, 4, 11:59, 13:00, false, true"
    })
    void refusesRangesThatOverlapAlsoOverTheEndOfTheWeek(
            int day,
            String start,
            String end,
            boolean overnight,
            int otherDay,
            String otherStart,
            String otherEnd,
            boolean otherOvernight,
            boolean overlap) {
        add(range(day, start, end, overnight, true));
        String other = range(otherDay, otherStart, otherEnd, otherOvernight, true);

        if (overlap) {
            assertInvalid("startTime", "overlap", () -> add(other));
        } else {
            assertThat(add(other).getStatus()).isEqualTo(201);
        }
    }

    @Test
    void mindsOverlapsWithinOneArray() {
        String array =
                "[" + range(1, "09:00", "12:00", false, true) + "," + range(1, "11:00", "13:00", false, true) + "]";

        assertInvalid("[1].startTime", "overlap", () -> add(array));
        assertThat(list().path("data")).isEmpty();
    }

    @Test
    void letsADisabledRangeOverlapUntilItIsEnabled() {
        add(range(1, "09:00", "18:00", false, true));
        String disabled =
                body(add(range(1, "10:00", "12:00", false, false))).path("id").asText();

        assertInvalid("startTime", "overlap", () -> change(disabled, null, "{'enabled': true}"));
        assertThat(body(change(disabled, null, "{'startTime': '11:00'}"))
                        .path("startTime")
                        .asText())
                .isEqualTo("11:00");
        assertThat(list().path("data").path(1).path("enabled").asBoolean()).isFalse();
    }

    @Test
    void doesNotCollideWithItselfWhenChanged() {
        String id =
                body(add(range(1, "09:00", "18:00", false, true))).path("id").asText();

        JsonNode changed = body(change(id, null, "{'endTime': '17:00'}"));

        assertThat(changed.path("startTime").asText()).isEqualTo("09:00");
        assertThat(list().path("data")).containsExactly(changed);
    }

    @Test
    void refusesAChangeOfWhatIsNoLongerAsItWasSeen() {
        Response added = add(range(1, "09:00", "18:00", false, true));
        String id = body(added).path("id").asText();
        String seen = added.getHeaderString("ETag");
        Response changed = change(id, seen, "{'endTime': '17:00'}");

        assertRefused(ProblemCode.PRECONDITION_FAILED, () -> change(id, seen, "{'endTime': '16:00'}"));
        assertRefused(ProblemCode.PRECONDITION_FAILED, () -> office.schedules.delete(admin, assistant, id, seen));
        assertThat(office.schedules
                        .delete(admin, assistant, id, changed.getHeaderString("ETag"))
                        .getStatus())
                .isEqualTo(204);
        assertThat(list().path("data")).isEmpty();
    }

    @Test
    void keepsRangesApartUnderSimultaneousWriters() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> tries = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> {
                        try {
                            add(range(1, "09:0" + i, "18:00", false, true));
                            return true;
                        } catch (Problem refused) {
                            return false;
                        }
                    }))
                    .toList();
            int added = 0;
            for (Future<Boolean> each : tries) {
                added += each.get() ? 1 : 0;
            }
            assertThat(added).isEqualTo(1);
        }
    }

    @Test
    void holdsSeventyRangesAndNoMore() {
        String seventy = IntStream.range(0, 70)
                .mapToObj(i -> range(i % 7, "%02d:00".formatted(i / 7), "%02d:30".formatted(i / 7), false, true))
                .toList()
                .toString();
        add(seventy);

        assertThat(list().path("data")).hasSize(70);
        assertThat(list().path("next").isNull()).isTrue();
        assertInvalid("", "too_many", () -> add(range(1, "23:00", "23:30", false, true)));
        assertInvalid("", "required", () -> add("[]"));
    }

    @Test
    void pagesThroughAll() {
        add("[" + range(1, "09:00", "10:00", false, true) + "," + range(2, "09:00", "10:00", false, true) + ","
                + range(3, "09:00", "10:00", false, true) + "]");

        JsonNode first = body(office.schedules.list(admin, assistant, "2", null, null));
        JsonNode second = body(
                office.schedules.list(admin, assistant, "2", first.path("next").asText(), null));
        JsonNode byNumber = body(office.schedules.list(admin, assistant, "2", null, "2"));

        assertThat(first.path("data")).hasSize(2);
        assertThat(second.path("data")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(byNumber.path("data")).isEqualTo(second.path("data"));
        assertThat(byNumber.path("total").asInt()).isEqualTo(3);
    }

    @Test
    void findsNoRangeOfAnotherAssistant() {
        String id =
                body(add(range(1, "09:00", "18:00", false, true))).path("id").asText();
        String other = office.assistantId();

        assertRefused(ProblemCode.NOT_FOUND, () -> office.schedules.change(admin, other, id, null, json("{}")));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.schedules.delete(admin, other, id, null));
        assertRefused(ProblemCode.NOT_FOUND, () -> change(UUID.randomUUID().toString(), null, "{}"));
        assertRefused(ProblemCode.NOT_FOUND, () -> change("preview", null, "{}"));
    }

    @Test
    void previewsWhoIsOnDutyAndUntilWhen() {
        office.setTimeZone("America/Mexico_City");
        String id =
                body(add(range(1, "09:00", "18:00", false, true))).path("id").asText();

        JsonNode preview = body(office.schedules.preview(admin, assistant, "2026-06-01T16:30:00Z"));

        assertThat(preview.path("at").asText()).isEqualTo("2026-06-01T16:30:00Z");
        assertThat(preview.path("timeZone").asText()).isEqualTo("America/Mexico_City");
        assertThat(preview.path("localTime").asText()).isEqualTo("2026-06-01T10:30:00");
        assertThat(preview.path("active").asBoolean()).isTrue();
        assertThat(preview.path("reason").asText()).isEqualTo("within_schedule");
        assertThat(preview.path("range").path("id").asText()).isEqualTo(id);
        assertThat(preview.path("nextChange").asText()).isEqualTo("2026-06-02T00:00:00Z");
    }

    @Test
    void previewsInTheAssistantsOwnTimeZone() {
        office.assistants.change(admin, assistant, null, json("{'timeZone': 'Europe/Madrid'}"));
        add(range(1, "09:00", "18:00", false, true));

        JsonNode preview = body(office.schedules.preview(admin, assistant, "2026-06-01T16:30:00+00:00"));

        assertThat(preview.path("localTime").asText()).isEqualTo("2026-06-01T18:30:00");
        assertThat(preview.path("active").asBoolean()).isFalse();
        assertThat(preview.path("reason").asText()).isEqualTo("outside_schedule");
        assertThat(preview.path("range").isNull()).isTrue();
        assertThat(preview.path("nextChange").asText()).isEqualTo("2026-06-08T07:00:00Z");
    }

    @Test
    void previewsNowUnlessAskedOtherwise() {
        JsonNode preview = body(office.schedules.preview(admin, assistant, null));

        assertThat(preview.path("at").asText()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(preview.path("timeZone").asText()).isEqualTo("UTC");
        assertThat(preview.path("reason").asText()).isEqualTo("always_on_duty");
        assertThat(preview.path("nextChange").isNull()).isTrue();
    }

    @Test
    void previewsThatAnInactiveAssistantIsNeverOnDuty() {
        office.assistants.change(admin, assistant, null, json("{'status': 'inactive'}"));

        JsonNode preview = body(office.schedules.preview(admin, assistant, null));

        assertThat(preview.path("active").asBoolean()).isFalse();
        assertThat(preview.path("reason").asText()).isEqualTo("assistant_inactive");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "2026-06-01", "2026-06-01T10:00:00", "2026-02-30T10:00:00Z"})
    void refusesWhatIsNoInstant(String at) {
        assertInvalid("at", "wrong_format", () -> office.schedules.preview(admin, assistant, at));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "+999999999-12-31T00:00:00Z"})
    void refusesInstantsFarAway(String at) {
        assertInvalid("at", "out_of_range", () -> office.schedules.preview(admin, assistant, at));
    }

    private Response add(String body) {
        return office.schedules.add(admin, assistant, json(body));
    }

    private Response change(String id, String ifMatch, String body) {
        return office.schedules.change(admin, assistant, id, ifMatch, json(body));
    }

    private JsonNode list() {
        return body(office.schedules.list(admin, assistant, null, null, null));
    }

    private static String range(int day, String start, String end, boolean overnight, boolean enabled) {
        return "{'dayOfWeek': %d, 'startTime': '%s', 'endTime': '%s', 'overnight': %s, 'enabled': %s}"
                .formatted(day, start, end, overnight, enabled);
    }
}
