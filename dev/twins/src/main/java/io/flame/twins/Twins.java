package io.flame.twins;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All outside parties, running. */
public final class Twins implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Courier courier;
    private final MailRoom mail;
    private final NameServer names;

    private Twins(HttpServer server, ExecutorService threads, Courier courier, MailRoom mail, NameServer names) {
        this.server = server;
        this.threads = threads;
        this.courier = courier;
        this.mail = mail;
        this.names = names;
    }

    /**
     * Starts them.
     *
     * @throws UncheckedIOException when the port is taken
     */
    public static Twins start(TwinsConfig config) {
        tuneServer();
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(config.host(), config.port()), BACKLOG);
            ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
            NameServer names = NameServer.open(config);
            World world = World.of(config, threads, names);
            MailRoom mail = MailRoom.open(config, world.log());
            server.createContext("/", new Router(world, List.of(new WhatsApp(world))));
            server.setExecutor(threads);
            server.start();
            return new Twins(server, threads, world.courier(), mail, names);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + config.host() + ":" + config.port(), e);
        }
    }

    /** Settings that the JDK's server takes from system properties, once per process; ones that are set win. */
    private static void tuneServer() {
        // Small answers must not wait for the client's delayed acknowledgement.
        System.getProperties().putIfAbsent("sun.net.httpserver.nodelay", "true");
        // A provider keeps connections open much longer than the 30 s default; so FLAME's pool meets few stale ones.
        System.getProperties().putIfAbsent("sun.net.httpserver.idleInterval", "300");
        System.getProperties().putIfAbsent("sun.net.httpserver.maxIdleConnections", "2000");
    }

    /** Where they listen, such as {@code http://localhost:41002}, without a slash at the end. */
    public URI url() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The port of the mail server. */
    public int smtpPort() {
        return mail.port();
    }

    /** The port of the name server. */
    public int dnsPort() {
        return names.port();
    }

    /** Stops them at once; calls in progress are cut off, webhooks not yet taken are forgotten. */
    @Override
    public void close() {
        threads.shutdownNow();
        server.stop(0);
        courier.close();
        mail.close();
        names.close();
    }
}
