package io.flame.api.limit;

import io.flame.kernel.RedisAddress;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Connections on which anything went wrong are thrown away, so no answer can meet the wrong question. */
final class RedisConnection {

    private static final int TIMEOUT_MILLIS = 50;
    private static final int CONNECTIONS = 8;

    private RedisConnection() {}

    static RedisClient open(RedisAddress redis) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMinIdle(0);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(new HostAndPort(redis.host(), redis.port()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .user(redis.user())
                        .password(redis.password())
                        .database(redis.database())
                        .ssl(redis.tls())
                        .clientName("flame-limits")
                        .build())
                .poolConfig(pool)
                .build();
    }
}
