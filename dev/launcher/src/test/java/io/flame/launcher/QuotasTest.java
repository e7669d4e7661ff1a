package io.flame.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotasTest {

    private final JsonNode present =
            JsonNodeFactory.instance.objectNode().put("messages", 10).put("seats", 3);

    @Test
    void changesOnlyTheLimitsThatAreGiven() {
        assertThat(Quotas.onto(present, Map.of("seats", "5"))).hasToString("{\"messages\":10,\"seats\":5}");
    }

    @Test
    void liftsALimitAndTakesThePlansAgain() {
        JsonNode changed = Quotas.onto(present, Map.of("seats", "none", "messages", "plan"));

        assertThat(changed).hasToString("{\"seats\":null}");
    }

    @Test
    void leavesWhatIsNoNumberToTheTenantsRules() {
        assertThat(Quotas.onto(present, Map.of("seats", "many")).get("seats").isTextual())
                .isTrue();
    }
}
