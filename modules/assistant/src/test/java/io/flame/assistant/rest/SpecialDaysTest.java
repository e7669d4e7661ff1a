package io.flame.assistant.rest;

import static io.flame.assistant.Office.body;
import static io.flame.assistant.Office.json;
import static io.flame.assistant.rest.Refusals.assertInvalid;
import static io.flame.assistant.rest.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.assistant.Office;
import io.flame.kernel.ProblemCode;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
class SpecialDaysTest {

    private final Office office = new Office();
    private final SecurityContext admin = office.signedIn();
    private final String assistant = office.assistantId();

    @Test
    void closesTheWholeTenantOnAHoliday() {
        Response added = office.holidays.add(admin, json("{'date': '2026-12-25', 'name': 'Navidad'}"));

        JsonNode shown = body(added);
        assertThat(added.getStatus()).isEqualTo(201);
        assertThat(shown.path("assistantId").isNull()).isTrue();
        assertThat(shown.path("closed").asBoolean()).isTrue();
        assertThat(body(office.holidays.list(admin, null, null, null)).path("data"))
                .containsExactly(shown);
        assertThat(body(office.exceptions.list(admin, assistant, null, null, null))
                        .path("data"))
                .isEmpty();
        JsonNode preview = preview("2026-12-25T10:00:00Z");
        assertThat(preview.path("active").asBoolean()).isFalse();
        assertThat(preview.path("reason").asText()).isEqualTo("closed_holiday");
        assertThat(preview.path("exception").path("name").asText()).isEqualTo("Navidad");
        assertThat(preview.path("nextChange").asText()).isEqualTo("2026-12-26T00:00:00Z");
        assertThat(office.facts()).containsExactly("assistant.created", "holiday.updated");
    }

    @Test
    void letsOneAssistantHaveOtherHoursOnAHoliday() {
        office.holidays.add(admin, json("{'date': '2026-12-25', 'name': 'Navidad'}"));
        Response added =
                exception("{'date': '2026-12-25', 'name': 'Guardia', 'startTime': '10:00', 'endTime': '24:00'}");

        assertThat(body(added).path("assistantId").asText()).isEqualTo(assistant);
        assertThat(body(added).path("closed").asBoolean()).isFalse();
        assertThat(body(added).path("endTime").asText()).isEqualTo("24:00");
        assertThat(preview("2026-12-25T23:59:59Z").path("reason").asText()).isEqualTo("within_exception");
        assertThat(preview("2026-12-25T23:59:59Z").path("range").path("date").asText())
                .isEqualTo("2026-12-25");
        assertThat(preview("2026-12-25T09:00:00Z").path("active").asBoolean()).isFalse();
        assertThat(office.facts()).last().isEqualTo("schedule.updated");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'A'} | date | required",
                "{'name':'A','date':'2026-02-29'} | date | wrong_format",
                "{'name':'A','date':20261225} | date | wrong_format",
                "{'name':'A','date':'1969-12-31'} | date | out_of_range",
                "{'name':'A','date':'+10000-01-01'} | date | out_of_range",
                "{'date':'2026-12-25'} | name | required",
                "{'name':'A','date':'2026-12-25','startTime':'10:00'} | endTime | required",
                "{'name':'A','date':'2026-12-25','startTime':'10:00','endTime':'09:00'} | endTime | not_after_start",
                "{'name':'A','date':'2026-12-25','startTime':'10:00','endTime':'12:00','closed':true} | closed | contradiction",
                "{'name':'A','date':'2026-12-25','closed':false} | closed | contradiction"
            })
    void refusesWhatBreaksARuleAndNamesTheField(String body, String field, String code) {
        assertInvalid(field, code, () -> exception(body));
        assertInvalid(field, code, () -> office.holidays.add(admin, json(body)));
    }

    @Test
    void refusesASecondEntryThatDoesNotGoWithTheFirst() {
        exception("{'date': '2026-12-24', 'name': 'Morning', 'startTime': '09:00', 'endTime': '12:00'}");

        assertThat(exception("{'date': '2026-12-24', 'name': 'Evening', 'startTime': '12:00', 'endTime': '15:00'}")
                        .getStatus())
                .isEqualTo(201);
        assertInvalid("date", "overlap", () -> exception("{'date': '2026-12-24', 'name': 'Closed'}"));
        assertInvalid(
                "date",
                "overlap",
                () -> exception("{'date': '2026-12-24', 'name': 'Noon', 'startTime': '11:00', 'endTime': '13:00'}"));
    }

    @Test
    void deletesOnlyWhatIsOfItsKind() {
        String exception = body(exception("{'date': '2026-12-24', 'name': 'A'}"))
                .path("id")
                .asText();
        String holiday = body(office.holidays.add(admin, json("{'date': '2026-12-25', 'name': 'B'}")))
                .path("id")
                .asText();
        String other = office.assistantId();

        assertRefused(ProblemCode.NOT_FOUND, () -> office.holidays.delete(admin, exception));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.exceptions.delete(admin, assistant, holiday));
        assertRefused(ProblemCode.NOT_FOUND, () -> office.exceptions.delete(admin, other, exception));
        assertThat(office.exceptions.delete(admin, assistant, exception).getStatus())
                .isEqualTo(204);
        assertThat(office.holidays.delete(admin, holiday).getStatus()).isEqualTo(204);
        assertRefused(ProblemCode.NOT_FOUND, () -> office.holidays.delete(admin, holiday));
    }

    @Test
    void pagesInTheOrderOfDates() {
        for (String date : new String[] {"2027-01-06", "2026-12-25", "2027-01-01"}) {
            office.holidays.add(admin, json("{'date': '" + date + "', 'name': 'Holiday'}"));
        }

        JsonNode first = body(office.holidays.list(admin, "2", null, null));
        JsonNode second =
                body(office.holidays.list(admin, "2", first.path("next").asText(), null));

        assertThat(first.path("data"))
                .extracting(day -> day.path("date").asText())
                .containsExactly("2026-12-25", "2027-01-01");
        assertThat(second.path("data"))
                .extracting(day -> day.path("date").asText())
                .containsExactly("2027-01-06");
    }

    private Response exception(String body) {
        return office.exceptions.add(admin, assistant, json(body));
    }

    private JsonNode preview(String at) {
        return body(office.schedules.preview(admin, assistant, at));
    }
}
