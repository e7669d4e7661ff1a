package io.flame.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The process that plays every outside party: providers, model, mail, webhook receivers. */
public final class TwinsServer extends Server {
    private final Supplier<Path> jar;
    private final int port;
    private final int smtpPort = Ports.free();
    private final int dnsPort = Ports.free();
    private final String flameUrl;
    private final List<DemoChannel> channels;

    TwinsServer(DataFolder data, Supplier<Path> jar, int port, String flameUrl, List<DemoChannel> channels) {
        super(Part.TWINS.label(), data);
        this.jar = jar;
        this.port = port;
        this.flameUrl = flameUrl;
        this.channels = channels;
    }

    /** {@code http://localhost:port}. */
    public String url() {
        return "http://localhost:" + port;
    }

    /** Port of the mail server on this machine. */
    public int smtpPort() {
        return smtpPort;
    }

    /** Port of the name server on this machine. */
    public int dnsPort() {
        return dnsPort;
    }

    @Override
    boolean isReady() throws IOException, InterruptedException {
        return Http.status(url() + "/") == 200;
    }

    @Override
    Command command() {
        Path config = data().run().resolve("twins.json");
        Json.write(config, channels);
        return new Command(
                List.of(
                        Java.program(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.get().toString()),
                Map.of(
                        "TWINS_PORT",
                        "" + port,
                        "TWINS_SMTP_PORT",
                        "" + smtpPort,
                        "TWINS_DNS_PORT",
                        "" + dnsPort,
                        "TWINS_FLAME_URL",
                        flameUrl,
                        "TWINS_CONFIG",
                        config.toString()));
    }
}
