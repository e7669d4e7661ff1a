package io.flame.twins;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the twins need to know at the start.
 *
 * @param host address to listen on; the loopback address keeps everything on this machine
 * @param port 0 takes a free one
 * @param smtpPort of the mail server; 0 takes a free one
 * @param dnsPort of the name server; 0 takes a free one
 * @param flameUrl where webhooks go, such as {@code http://localhost:8080}; may be told later
 * @param accounts the connected accounts; more can be added later
 * @param timing how fast the outside parties act
 */
public record TwinsConfig(
        String host,
        int port,
        int smtpPort,
        int dnsPort,
        @Nullable URI flameUrl,
        List<Account> accounts,
        Timing timing) {

    /** Loopback, a free port, nothing connected. */
    public static TwinsConfig defaults() {
        return new TwinsConfig("127.0.0.1", 0, 0, 0, null, List.of(), Timing.normal());
    }

    /** The same on another address. */
    public TwinsConfig withHost(String address) {
        return new TwinsConfig(address, port, smtpPort, dnsPort, flameUrl, accounts, timing);
    }

    /** The same on another port. */
    public TwinsConfig withPort(int number) {
        return new TwinsConfig(host, number, smtpPort, dnsPort, flameUrl, accounts, timing);
    }

    /** The same with the mail server on another port. */
    public TwinsConfig withSmtpPort(int number) {
        return new TwinsConfig(host, port, number, dnsPort, flameUrl, accounts, timing);
    }

    /** The same with the name server on another port. */
    public TwinsConfig withDnsPort(int number) {
        return new TwinsConfig(host, port, smtpPort, number, flameUrl, accounts, timing);
    }

    /** The same with another FLAME. */
    public TwinsConfig withFlameUrl(URI url) {
        return new TwinsConfig(host, port, smtpPort, dnsPort, url, accounts, timing);
    }

    /** The same with other accounts. */
    public TwinsConfig withAccounts(List<Account> connected) {
        return new TwinsConfig(host, port, smtpPort, dnsPort, flameUrl, List.copyOf(connected), timing);
    }

    /** The same at another speed. */
    public TwinsConfig withTiming(Timing speed) {
        return new TwinsConfig(host, port, smtpPort, dnsPort, flameUrl, accounts, speed);
    }
}
