package io.flame.feed;

import io.flame.kernel.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/** Where Redis is; makes clients that give up quickly. */
record RedisAddress(URI uri) {

    private static final int TIMEOUT_MILLIS = 50;

    /** A subscriber that hears nothing for so long, not even the answer to its pings, connects anew. */
    private static final int SILENCE_MILLIS = 4_000;

    static RedisAddress parse(String url) {
        try {
            URI uri = new URI(url);
            if (JedisURIHelper.isValid(uri) && (url.startsWith("redis:") || url.startsWith("rediss:"))) {
                return new RedisAddress(uri);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw Settings.malformed("REDIS_URL", "must look like redis://host:6379");
    }

    /** A client with a single connection, which is thrown away after any failure. */
    RedisClient connect() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(1);
        pool.setMinIdle(0);
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .blockingSocketTimeoutMillis(SILENCE_MILLIS)
                        .user(JedisURIHelper.getUser(uri))
                        .password(JedisURIHelper.getPassword(uri))
                        .database(JedisURIHelper.getDBIndex(uri))
                        .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                        .clientName("flame")
                        .build())
                .poolConfig(pool)
                .build();
    }
}
