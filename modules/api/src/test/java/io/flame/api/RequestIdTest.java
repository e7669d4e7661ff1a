package io.flame.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;

class RequestIdTest {

    private final HttpServletRequest request = new FakeRequest().get("/api/x");

    @Test
    void takesOverAWellFormedName() {
        assertThat(RequestId.assign(request, "client-42.a_B")).isEqualTo("client-42.a_B");
        assertThat(RequestId.of(request)).isEqualTo("client-42.a_B");
    }

    @Test
    void makesItsOwnInsteadOfAnythingElse() {
        for (String offered : new String[] {
            null, "", "short", "a b c d e f g", "x".repeat(129), "evil\r\nSet-Cookie: a", "ñandú-ñandú"
        }) {
            assertThat(RequestId.assign(request, offered)).isNotEqualTo(offered).matches("[0-9a-f]{17,32}");
        }
    }

    @Test
    void makesADifferentOneEachTime() {
        assertThat(RequestId.assign(request, null)).isNotEqualTo(RequestId.assign(request, null));
    }
}
