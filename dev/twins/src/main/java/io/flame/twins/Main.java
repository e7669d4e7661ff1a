package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs the twins until the process is stopped.
 *
 * <p>Environment, all optional: {@code TWINS_PORT} (0 = a free one), {@code TWINS_HOST} (127.0.0.1), {@code TWINS_SMTP_PORT}
 * (of the mail server; 0 = a free one), {@code TWINS_DNS_PORT} (of the name server; likewise), {@code TWINS_FLAME_URL} (base URL of the FLAME that gets the webhooks), {@code TWINS_CONFIG} (path of a JSON file with the connected accounts, see
 * {@link Account}). A bad value ends the start with one line that names the key.
 */
public final class Main {

    private Main() {}

    /** Starts the twins and prints their URL as the only line on standard output. */
    public static void main(String[] arguments) throws InterruptedException {
        try {
            Twins twins = Twins.start(config(System.getenv()));
            Runtime.getRuntime().addShutdownHook(new Thread(twins::close));
            System.out.println("twins ready at " + twins.url());
        } catch (BadOrder | UncheckedIOException e) {
            System.err.println("twins cannot start: " + e.getMessage());
            System.exit(1);
        }
        Thread.currentThread().join();
    }

    static TwinsConfig config(Map<String, String> environment) {
        TwinsConfig config = TwinsConfig.defaults()
                .withHost(environment.getOrDefault("TWINS_HOST", "127.0.0.1"))
                .withPort(port("TWINS_PORT", environment))
                .withSmtpPort(port("TWINS_SMTP_PORT", environment))
                .withDnsPort(port("TWINS_DNS_PORT", environment));
        String flame = environment.getOrDefault("TWINS_FLAME_URL", "");
        String accounts = environment.getOrDefault("TWINS_CONFIG", "");
        config =
                flame.isEmpty() ? config : config.withFlameUrl(named("TWINS_FLAME_URL", () -> Control.flameUrl(flame)));
        return accounts.isEmpty()
                ? config
                : config.withAccounts(named("TWINS_CONFIG", () -> Accounts.parse(read(accounts))));
    }

    private static int port(String key, Map<String, String> environment) {
        String text = environment.getOrDefault(key, "0");
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
            throw new BadOrder(key + " must be a port number, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private static JsonNode read(String file) {
        try {
            return Json.parse(Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new BadOrder("cannot read " + file);
        }
    }

    private static <T> T named(String key, Supplier<T> value) {
        try {
            return value.get();
        } catch (BadOrder e) {
            throw new BadOrder(key + ": " + e.getMessage());
        }
    }
}
