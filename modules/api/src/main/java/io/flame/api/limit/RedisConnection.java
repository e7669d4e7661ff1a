package io.flame.api.limit;

import io.flame.kernel.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.util.JedisURIHelper;

/** Where Redis is. Connections on which anything went wrong are thrown away, so no answer can meet the wrong question. */
record RedisConnection(URI uri) {

    private static final int TIMEOUT_MILLIS = 50;
    private static final int CONNECTIONS = 8;

    static RedisConnection parse(String url) {
        try {
            URI uri = new URI(url);
            if (JedisURIHelper.isValid(uri) && (url.startsWith("redis:") || url.startsWith("rediss:"))) {
                return new RedisConnection(uri);
            }
        } catch (URISyntaxException e) {
            // told below
        }
        throw Settings.malformed("REDIS_URL", "must look like redis://host:6379");
    }

    RedisClient open() {
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMinIdle(0);
        pool.setMaxWait(Duration.ofMillis(TIMEOUT_MILLIS));
        pool.setJmxEnabled(false);
        return RedisClient.builder()
                .hostAndPort(JedisURIHelper.getHostAndPort(uri))
                .clientConfig(DefaultJedisClientConfig.builder()
                        .connectionTimeoutMillis(TIMEOUT_MILLIS)
                        .socketTimeoutMillis(TIMEOUT_MILLIS)
                        .user(JedisURIHelper.getUser(uri))
                        .password(JedisURIHelper.getPassword(uri))
                        .database(JedisURIHelper.getDBIndex(uri))
                        .ssl(JedisURIHelper.isRedisSSLScheme(uri))
                        .clientName("flame-limits")
                        .build())
                .poolConfig(pool)
                .build();
    }
}
