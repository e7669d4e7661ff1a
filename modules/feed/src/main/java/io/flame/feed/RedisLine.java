package io.flame.feed;

import io.flame.kernel.RedisAddress;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.RedisClient;

/** Makes clients that give up quickly. */
final class RedisLine {

    private static final int TIMEOUT_MILLIS = 50;

    /** A subscriber that hears nothing for so long, not even the answer to its pings, connects anew. */
    private static final int SILENCE_MILLIS = 4_000;

    private RedisLine() {}

    /** A client with a single connection, which is thrown away after any failure. */
    static RedisClient to(RedisAddress redis) {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(1);
        pool.setMinIdle(0);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(new HostAndPort(redis.host(), redis.port()))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .blockingSocketTimeoutMillis(SILENCE_MILLIS)
                        .user(redis.user())
                        .password(redis.password())
                        .database(redis.database())
                        .ssl(redis.tls())
                        .clientName("flame")
                        .build())
                .poolConfig(pool)
                .build();
    }
}
