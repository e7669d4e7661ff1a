package io.flame.api.health;

import io.flame.kernel.RedisAddress;
import io.flame.kernel.Settings;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Looks every few seconds whether Redis answers. It only informs: without Redis everything goes on, realtime a little
 * later. Any answer of the protocol counts, also a demand for a password.
 */
@ApplicationScoped
public class RedisProbe {

    private static final int TIMEOUT_MILLIS = 500;
    private static final int EVERY_SECONDS = 5;

    private final Optional<RedisAddress> address;
    private final ScheduledExecutorService looker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flame-redis-probe").daemon().factory());
    private volatile boolean answers;

    @Inject
    public RedisProbe(Settings settings) {
        this.address = RedisAddress.of(settings);
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
        return address.isPresent() && knock(address.get());
    }

    static boolean knock(RedisAddress redis) {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(redis.host(), redis.port()), TIMEOUT_MILLIS);
            plain.setSoTimeout(TIMEOUT_MILLIS);
            try (Socket socket = redis.tls() ? secured(plain, redis) : plain) {
                socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
                int first = socket.getInputStream().read();
                return first == '+' || first == '-';
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static Socket secured(Socket plain, RedisAddress redis) throws IOException {
        try {
            return SSLContext.getDefault().getSocketFactory().createSocket(plain, redis.host(), redis.port(), true);
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }
}
