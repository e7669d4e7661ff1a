package io.flame.identity.mail;

import io.flame.kernel.Settings;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.Properties;

/**
 * Where mails are handed in, by {@code SMTP_HOST}, {@code SMTP_PORT}, {@code SMTP_USER}, {@code SMTP_PASS}, {@code SMTP_FROM}
 * and {@code SMTP_TLS}.
 */
record MailServer(String host, int port, String user, String password, InternetAddress from, Encryption encryption) {

    private static final int SUBMISSION_PORT = 587;
    private static final String CONNECT_MILLIS = "5000";
    private static final String ANSWER_MILLIS = "10000";

    /** How the connection is kept from being read. */
    enum Encryption {
        /** From the first byte. */
        TLS,
        /** Begun by STARTTLS, or there is no mail. */
        STARTTLS,
        /** Begun by STARTTLS where the server offers it. */
        OPPORTUNISTIC,
        OFF
    }

    static MailServer of(Settings settings, PublicAddress address) {
        int port = settings.integer("SMTP_PORT", SUBMISSION_PORT, 1, 65_535);
        String user = settings.text("SMTP_USER", "");
        return new MailServer(
                settings.text("SMTP_HOST", ""),
                port,
                user,
                settings.text("SMTP_PASS", ""),
                from(settings.text("SMTP_FROM", "FLAME <no-reply@" + address.host() + ">")),
                encryption(settings.text("SMTP_TLS", "auto"), port, !user.isEmpty()));
    }

    boolean isConfigured() {
        return !host.isEmpty();
    }

    Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", host);
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.auth", Boolean.toString(!user.isEmpty()));
        properties.setProperty("mail.smtp.connectiontimeout", CONNECT_MILLIS);
        properties.setProperty("mail.smtp.timeout", ANSWER_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", ANSWER_MILLIS);
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(encryption == Encryption.TLS));
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(encryption != Encryption.OFF));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(encryption == Encryption.STARTTLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    /** A password must not cross the network in the clear unless somebody has said so. */
    private static Encryption encryption(String word, int port, boolean authenticates) {
        return switch (word) {
            case "tls" -> Encryption.TLS;
            case "starttls" -> Encryption.STARTTLS;
            case "off" -> Encryption.OFF;
            case "auto" -> {
                if (port == 465) {
                    yield Encryption.TLS;
                }
                yield authenticates ? Encryption.STARTTLS : Encryption.OPPORTUNISTIC;
            }
            default -> throw Settings.malformed("SMTP_TLS", "must be auto, tls, starttls or off");
        };
    }

    private static InternetAddress from(String text) {
        try {
            return new InternetAddress(text, true);
        } catch (AddressException e) {
            throw Settings.malformed("SMTP_FROM", "must look like Name <name@example.com>");
        }
    }

    /** Passwords are not for logs. */
    @Override
    public String toString() {
        return "MailServer[" + host + ":" + port + "]";
    }
}
