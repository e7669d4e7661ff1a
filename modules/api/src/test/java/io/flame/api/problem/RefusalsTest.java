package io.flame.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.api.FakeRequest;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import io.flame.kernel.QuotaUse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.hibernate.StaleObjectStateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {

    @Test
    void writesEveryFieldOfAProblem() throws IOException {
        JsonNode body = body(Problem.invalid("name", "too_long", "must be shorter"), "en");

        assertThat(body.toString())
                .isEqualTo("{\"type\":\"urn:flame:problem:invalid\",\"title\":\"Invalid"
                               + " data\",\"status\":422,\"detail\":\"Invalid:"
                               + " name\",\"instance\":\"/api/x\",\"code\":\"invalid\",\"requestId\":\"\",\"errors\":[{\"field\":\"name\",\"code\":\"too_long\",\"message\":\"must"
                               + " be shorter\"}],\"error\":\"Invalid data\"}");
    }

    @Test
    void namesTheLimitItsUseAndItsReset() throws IOException {
        QuotaUse use = new QuotaUse("messages", 7, 7L, "month", Instant.parse("2026-12-01T06:00:00Z"));

        JsonNode body = body(Problem.quotaExceeded(use), "en");

        assertThat(body.path("status").asInt()).isEqualTo(402);
        assertThat(body.path("code").asText()).isEqualTo("quota_exceeded");
        assertThat(body.path("detail").asText())
                .isEqualTo("The limit of messages is 7, and 7 are in use; it begins anew at 2026-12-01T06:00:00Z");
        assertThat(body.path("quota").toString())
                .isEqualTo("{\"name\":\"messages\",\"used\":7,\"limit\":7,\"period\":\"month\","
                        + "\"resetsAt\":\"2026-12-01T06:00:00Z\"}");
    }

    @Test
    void saysOfAStandingLimitThatItNeverResets() throws IOException {
        JsonNode body = body(Problem.quotaExceeded(new QuotaUse("seats", 3, 3L, null, null)), "es");

        assertThat(body.path("title").asText()).isEqualTo("El plan de su empresa no permite más");
        assertThat(body.at("/quota").has("resetsAt")).isTrue();
        assertThat(body.at("/quota/resetsAt").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|Token inválido",
                "en|Invalid token",
                "en-GB,en;q=0.9|Invalid token",
                "es-CO|Token inválido",
                "fr, en;q=0.5|Invalid token",
                "fr|Token inválido",
                "en;q=0, es|Token inválido",
                "%%%|Token inválido"
            })
    void speaksTheLanguageOfTheCaller(String accepted, String sentence) throws IOException {
        Problem problem = Problem.of(ProblemCode.TOKEN_INVALID, "because");

        assertThat(body(problem, accepted).get("error").asText()).isEqualTo(sentence);
    }

    @Test
    void tellsNothingOfAnUnexpectedFailure() throws IOException {
        JsonNode body = body(new IllegalStateException("password=secret at io.flame.Inside"), "en");

        assertThat(body.get("status").asInt()).isEqualTo(500);
        assertThat(body.toString()).doesNotContain("secret").doesNotContain("io.flame");
    }

    @Test
    void findsTheReasonUnderneath() {
        assertThat(Refusals.of(new RuntimeException(new IOException(Problem.notFound())))
                        .status())
                .isEqualTo(404);
        assertThat(Refusals.of(new RuntimeException(new StaleObjectStateException("X", 1)))
                        .status())
                .isEqualTo(412);
    }

    @Test
    void asksForATokenAndForPatience() {
        Refusal missing = Refusals.of(Problem.of(ProblemCode.TOKEN_REQUIRED, "x"));
        Refusal bad = Refusals.of(Problem.of(ProblemCode.TOKEN_INVALID, "x"));
        Refusal down = Refusals.of(Problem.unavailable("x", Duration.ofMillis(200), null));

        assertThat(ProblemWriter.headers(missing)).containsEntry("WWW-Authenticate", "Bearer realm=\"flame\"");
        assertThat(ProblemWriter.headers(bad).get("WWW-Authenticate")).contains("invalid_token");
        assertThat(ProblemWriter.headers(down)).containsEntry("Retry-After", "1");
    }

    @Test
    void answersAStatusOfTheContainerLikeOurOwn() {
        assertThat(Refusal.ofStatus(404)).isEqualTo(Refusals.of(Problem.notFound()));
        assertThat(Refusal.ofStatus(414).code()).isEqualTo(ProblemCode.BAD_REQUEST);
        assertThat(Refusal.ofStatus(502).code()).isEqualTo(ProblemCode.INTERNAL);
    }

    private static JsonNode body(Throwable failure, String language) throws IOException {
        FakeRequest request = new FakeRequest();
        if (language != null) {
            request.header("Accept-Language", language);
        }
        return Json.mapper().readTree(ProblemWriter.bytes(Refusals.of(failure), request.get("/api/x")));
    }
}
