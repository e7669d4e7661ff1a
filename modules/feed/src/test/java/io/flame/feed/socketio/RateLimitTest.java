package io.flame.feed.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    @Test
    void allowsABurstAndThenNoMore() {
        RateLimit limit = new RateLimit(5, 0.001);
        long allowed = IntStream.range(0, 50).filter(each -> limit.allows()).count();
        assertThat(allowed).isEqualTo(5);
    }
}
