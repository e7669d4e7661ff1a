package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same id in two tenants, as a restore or an unlucky import may plant it: nothing remembers it without its tenant. */
class SameIdIT {

    private static final int READS = 10_000;
    private static final int READERS = 4;

    /** What is of no tenant: the limits of addresses and of operators. */
    private static final String KEY = "t:[a-z0-9_]+:.+|rate:(client|caller):.+";

    private final Installation installation = Installation.shared();
    private final List<Business> businesses = List.of(installation.open(), installation.open());
    private final UUID assistant = UUID.randomUUID();
    private final UUID team = UUID.randomUUID();

    @Test
    void showsEachTenantItsOwnHoweverOftenTheyTakeTurns() throws Exception {
        for (Business business : businesses) {
            plant(business, "assistants", assistant, "{\"name\":\"%s\",\"type\":\"auto\",\"autoResponse\":\"Hello\"}");
            plant(business, "teams", team, "{\"name\":\"%s\"}");
        }

        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<Long>> mistaken = IntStream.range(0, READERS)
                    .mapToObj(reader -> readers.submit(() -> IntStream.range(0, READS / READERS)
                            .filter(turn -> !readsItsOwn(turn))
                            .count()))
                    .toList();
            for (Future<Long> each : mistaken) {
                assertThat(each.get()).isZero();
            }
        }
        assertThat(keys()).isNotEmpty().allMatch(key -> key.matches(KEY));
    }

    private boolean readsItsOwn(int turn) {
        Business business = businesses.get(turn % 2);
        String path = turn % 4 < 2 ? "/api/assistants/" + assistant : "/api/teams/" + team;
        Answer answer = business.admin.get(path);
        return answer.status() == 200 && answer.json().get("name").asText().equals(business.slug);
    }

    private void plant(Business business, String table, UUID id, String body) {
        String made = business.admin
                .post("/api/" + table, body.formatted(business.slug))
                .json()
                .get("id")
                .asText();
        installation.sql(
                "UPDATE " + business.schema() + "." + table + " SET id = '" + id + "' WHERE id = '" + made + "'");
    }

    private List<String> keys() {
        return new Places(installation)
                .redis("KEYS *", "QUIT")
                .lines()
                .filter(line -> !line.startsWith("$") && !line.startsWith("*") && !line.startsWith("+"))
                .toList();
    }
}
