package io.flame.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitGateTest {

    @ParameterizedTest
    @CsvSource({
        "webhooks/whatsapp,true",
        "/webhooks/acme/whatsapp,true",
        "auth/login,false",
        "webhooks,false",
        "conversations/webhooks/1,false",
        "/conversations,false"
    })
    void leavesOnlyProvidersUncounted(String path, boolean exempt) {
        assertThat(LimitGate.isExempt(path)).isEqualTo(exempt);
    }
}
