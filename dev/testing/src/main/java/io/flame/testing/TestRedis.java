package io.flame.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/** One Redis per JVM, without persistence. */
public final class TestRedis {
    private final int port;
    private RedisServer server;

    private TestRedis() {
        port = freePort();
        server = start(port);
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "redis-stop"));
    }

    /** The Redis of this JVM, started on the first call and stopped with the JVM. */
    public static TestRedis shared() {
        return Shared.REDIS;
    }

    /** The address in the form of REDIS_URL. */
    public String url() {
        return "redis://localhost:" + port;
    }

    /** TCP port on localhost. */
    public int port() {
        return port;
    }

    /** Stops the server, to see how callers live without it. */
    public synchronized void stop() {
        try {
            server.stop();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts the stopped server again, empty, on the same port. */
    public synchronized void start() {
        server = start(port);
    }

    private static RedisServer start(int port) {
        try {
            RedisServer server = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("maxmemory 64mb")
                    .build();
            server.start();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException("Redis does not start", failure);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static final class Shared {
        static final TestRedis REDIS = new TestRedis();
    }
}
