package io.flame.api.limit;

import io.github.bucket4j.redis.jedis.RedisApi;
import redis.clients.jedis.RedisClient;

/** The three commands that Bucket4j needs of Redis. */
record BucketStore(RedisClient redis) implements RedisApi {

    @Override
    public Object eval(byte[] script, int keys, byte[]... parameters) {
        return redis.eval(script, keys, parameters);
    }

    @Override
    public byte[] get(byte[] key) {
        return redis.get(key);
    }

    @Override
    public void delete(byte[] key) {
        redis.del(key);
    }
}
