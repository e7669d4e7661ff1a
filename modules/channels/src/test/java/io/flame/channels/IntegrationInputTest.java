package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.Json;
import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("servers")
class IntegrationInputTest {

    /** One for all: what is refused leaves nothing behind. */
    private static final Rig RIG = new Rig(Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | platform | required",
                "{\"platform\":\"fax\"} | platform | unknown_value",
                "{\"platform\":7} | platform | unknown_value",
                "{\"platform\":\"whatsapp\"} | externalId | required",
                "{\"platform\":\"whatsapp\",\"externalId\":\"abc\"} | externalId | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"name\":\"\"} | name | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"name\":7} | name | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"webhookUrl\":\"ftp://x\"} | webhookUrl | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"defaultAssistantId\":\"x\"} | defaultAssistantId | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"credentials\":[]} | credentials | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"credentials\":{\"appSecret\":5}} | credentials.appSecret | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"credentials\":{\"token\":\"x\"}} | credentials.token | unknown_field",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"credentials\":{\"accessToken\":\"a\\nb\"}} | credentials.accessToken | invalid",
                "{\"platform\":\"whatsapp\",\"externalId\":\"1\",\"defaultAssistantId\":\"018f0000-0000-7000-8000-000000000009\"} | defaultAssistantId | unknown",
            })
    void namesTheFieldThatIsWrong(String body, String field, String code) {
        assertThatThrownBy(() -> RIG.integrations.create(RIG.alpha, UUID.randomUUID(), Json.read(body, JsonNode.class)))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.code()).isEqualTo(ProblemCode.INVALID);
                    assertThat(problem.errors())
                            .extracting(FieldError::field, FieldError::code)
                            .containsExactly(tuple(field, code));
                });
    }
}
