package io.flame.twins;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** The mail server: takes every mail for everybody, and shows it in the log under the kind {@code mail}. */
final class MailRoom implements AutoCloseable {
    private static final int LARGEST_MAIL = 10 << 20;
    private static final int SYNTAX_ERROR = 554;

    private final SMTPServer server;

    private MailRoom(SMTPServer server) {
        this.server = server;
    }

    static MailRoom open(TwinsConfig config, RequestLog log) {
        SMTPServer server = SMTPServer.port(config.smtpPort())
                .bindAddress(address(config.host()))
                .connectionTimeout(1, TimeUnit.MINUTES)
                .maxMessageSize(LARGEST_MAIL)
                .messageHandler((context, from, to, mail) -> log.append(line(to, mail)))
                .build();
        server.start();
        return new MailRoom(server);
    }

    int port() {
        return server.getPortAllocated();
    }

    private static LogLine line(String to, byte[] bytes) throws RejectException {
        Mail mail = Mail.read(bytes).orElseThrow(() -> new RejectException(SYNTAX_ERROR, "not a mail"));
        LogLine line = new LogLine("mail", to, Instant.now())
                .request("smtp", mail.headers(), bytes)
                .with("subject", mail.subject())
                .with("text", mail.text())
                .with("html", mail.html());
        mail.token().ifPresent(token -> line.with("token", token));
        return line;
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
