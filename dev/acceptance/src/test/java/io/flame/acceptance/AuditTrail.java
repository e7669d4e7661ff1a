package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;

/** Has operations done, and looks for the one entry that each leaves in the log of the platform or of one business. */
final class AuditTrail {

    private final Installation installation;
    private final String schema;

    /** The operations that have left their entry. */
    final TreeSet<String> done = new TreeSet<>();

    AuditTrail(Installation installation, Business business) {
        this.installation = installation;
        this.schema = business.schema();
    }

    record Entry(String log, String action, String outcome, String actor) {
        static Entry of(String columns) {
            String[] cells = columns.split("\\|", -1);
            return new Entry(cells[0], cells[1], cells[2], cells[3]);
        }
    }

    Answer perform(String operation, Api caller, String body, String... ids) {
        Answer answer = call(operation, caller, body, "done", ids);
        assertThat(answer.status()).as("%s: %s", operation, answer).isLessThan(400);
        return answer;
    }

    /** @param request sends the operation under the request id that it is given */
    void performed(String operation, Function<String, Answer> request) {
        call(operation, "done", request);
    }

    /** For what cannot be done in this version. */
    void refuse(String operation, Api caller, String body, String... ids) {
        Answer answer = call(operation, caller, body, "refused", ids);
        assertThat(answer.status()).as("%s: %s", operation, answer).isBetween(400, 499);
    }

    private Answer call(String operation, Api caller, String body, String outcome, String... ids) {
        String path = Operations.path(operation);
        for (String id : ids) {
            path = path.replaceFirst("\\{[^}]+}", id);
        }
        String filled = path;
        return call(
                operation,
                outcome,
                request -> caller.call(Operations.method(operation), filled, body, Map.of("X-Request-Id", request)));
    }

    private Answer call(String operation, String outcome, Function<String, Answer> request) {
        String id = UUID.randomUUID().toString();
        Answer answer = request.apply(id);
        List<Entry> entries = entries(id);
        assertThat(entries).as("%s: %s", operation, answer).hasSize(1);
        assertThat(entries.getFirst().action()).isEqualTo(operation);
        assertThat(entries.getFirst().outcome()).as("%s: %s", operation, answer).isEqualTo(outcome);
        done.add(operation);
        return answer;
    }

    /** What both logs that may be meant hold of one request. */
    List<Entry> entries(String request) {
        String columns = " AS log, action, outcome, coalesce(actor_email, '') FROM ";
        return installation
                .sql(
                        "SELECT 'flame'" + columns + "flame.audit_log WHERE request_id = ? UNION ALL SELECT '"
                                + schema + "'" + columns + schema
                                + ".audit_log WHERE request_id = ?",
                        request,
                        request)
                .stream()
                .map(Entry::of)
                .toList();
    }
}
