package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RequestLogTest {
    private final RequestLog log = new RequestLog(2500);

    private void append(String kind, String to, int number) {
        log.append(new LogLine(kind, to, Instant.EPOCH).with("number", number));
    }

    private JsonNode read(String kind, String to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        log.write(out, Optional.ofNullable(kind), Optional.ofNullable(to), 0);
        return Json.parse(out.toByteArray());
    }

    private static int[] numbers(JsonNode entries) {
        return StreamSupport.stream(entries.spliterator(), false)
                .mapToInt(entry -> entry.path("number").asInt())
                .toArray();
    }

    @Test
    void keepsTheNewestEntriesInOrderAlsoWhenCompressed() throws IOException {
        for (int i = 0; i < 7777; i++) {
            append("send", "to" + i % 10, i);
        }

        int[] kept = numbers(read("send", null));
        assertThat(kept).hasSize(2500).isSorted();
        assertThat(kept[2499]).isEqualTo(7776);
        int[] ofOne = numbers(read("send", "to3"));
        assertThat(ofOne).isSorted().endsWith(7773);
        assertThat(Arrays.stream(ofOne)).allMatch(number -> number % 10 == 3);
    }

    @Test
    void mixesAllKindsInTheOrderTheyCame() throws IOException {
        for (int i = 0; i < 2100; i++) {
            append(i % 2 == 0 ? "send" : "webhook", "x", i);
        }

        assertThat(numbers(read(null, null))).hasSize(2100).isSorted();
    }

    @Test
    void keepsABodyThatIsNotJsonAsText() throws IOException {
        log.append(new LogLine("send", "x", Instant.EPOCH).request("/p", Map.of(), "{oops".getBytes()));

        assertThat(read("send", null).path(0).path("body").asText()).isEqualTo("{oops");
    }
}
