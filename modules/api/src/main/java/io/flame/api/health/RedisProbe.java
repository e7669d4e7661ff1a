package io.flame.api.health;

import io.flame.kernel.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few seconds whether Redis answers. It only informs: without Redis everything goes on, realtime a little
 * later. Any answer of the protocol counts, also a demand for a password.
 */
@ApplicationScoped
public class RedisProbe {

    private static final int TIMEOUT_MILLIS = 500;
    private static final int EVERY_SECONDS = 5;
    private static final int DEFAULT_PORT = 6379;

    private final Optional<URI> address;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-redis-probe").daemon().factory());
    private volatile boolean answers;

    @Inject
    public RedisProbe(Settings settings) {
        this.address = settings.optional("REDIS_URL").map(RedisProbe::parse);
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        looker.scheduleWithFixedDelay(() -> answers = look(), 0, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    String state() {
        if (address.isEmpty()) {
            return "not configured";
        }
        return answers ? "connected" : "disconnected";
    }

    @PreDestroy
    void close() {
        looker.shutdownNow();
    }

    private boolean look() {
        if (address.isEmpty()) {
            return false;
        }
        URI redis = address.get();
        int port = redis.getPort() < 0 ? DEFAULT_PORT : redis.getPort();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(redis.getHost(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            int first = answer.read();
            return first == '+' || first == '-';
        } catch (IOException e) {
            return false;
        }
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url);
            if (uri.getHost() != null && "redis".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw Settings.malformed("REDIS_URL", "must look like redis://host:6379");
    }
}
