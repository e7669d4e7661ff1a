package io.flame.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flame.kernel.RedisAddress;
import io.flame.kernel.Settings;
import io.flame.testing.TestRedis;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisConnectionException;

@Tag("servers")
class RedisLineTest {

    private static final int ROUNDS = 50;

    private final FrozenProxy proxy = new FrozenProxy(TestRedis.shared().port());
    private final RedisClient redis = RedisLine.to(
            RedisAddress.of(Settings.of(Map.of("REDIS_URL", proxy.url()))).orElseThrow());

    @AfterEach
    void close() throws IOException {
        redis.close();
        proxy.close();
    }

    /** The answer that comes too late must not be taken for that to the next question. */
    @Test
    void throwsAConnectionAwayThatHasTimedOut() {
        String mine = "t:acme:" + UUID.randomUUID();
        String theirs = "t:globex:" + UUID.randomUUID();
        redis.set(mine, "mine");
        redis.set(theirs, "theirs");

        for (int round = 0; round < ROUNDS; round++) {
            proxy.freeze();
            assertThatThrownBy(() -> redis.get(mine)).isInstanceOf(JedisConnectionException.class);
            proxy.thaw();
            assertThat(redis.get(theirs)).isEqualTo("theirs");
        }
    }
}
