package io.flame.identity.mail;

import io.flame.kernel.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;

/**
 * Hands mails to the mail server of {@code SMTP_HOST}, one connection each, with time-outs. It does not try again: whoever
 * sends does so in a job.
 */
@ApplicationScoped
public class Mailer {

    private final MailServer server;
    private final Session session;
    private final Clock clock;

    @Inject
    public Mailer(Settings settings, PublicAddress address, Clock clock) {
        this.server = MailServer.of(settings, address);
        this.session = Session.getInstance(server.properties());
        this.clock = clock;
    }

    void startUp(@Observes @Initialized(ApplicationScoped.class) Object ignored) {
        // made at the start, so that a malformed setting is told then
    }

    /** @throws MailFailure when the server is away or does not take the mail; trying again later may help */
    public void send(Letter letter) throws MailFailure {
        if (!server.isConfigured()) {
            throw new MailFailure("SMTP_HOST is missing: no mail can be sent");
        }
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            // The mail API finds its parts by the thread's class loader, and a worker's may be any.
            Thread.currentThread().setContextClassLoader(Session.class.getClassLoader());
            deliver(message(letter));
        } catch (MessagingException e) {
            throw new MailFailure("the mail server did not take a mail: " + reason(e));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    private static String reason(MessagingException failure) {
        String kind = failure.getClass().getSimpleName();
        return failure.getCause() instanceof IOException cause ? kind + ", " + cause.getMessage() : kind;
    }

    private void deliver(MimeMessage message) throws MessagingException {
        if (server.user().isEmpty()) {
            Transport.send(message);
            return;
        }
        Transport.send(message, server.user(), server.password());
    }

    private MimeMessage message(Letter letter) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(server.from());
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
        message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-generated");
        // The last alternative is the one to be preferred (RFC 2046, 5.1.4).
        message.setContent(new MimeMultipart("alternative", part(letter.text(), "plain"), part(letter.html(), "html")));
        return message;
    }

    private static MimeBodyPart part(String text, String kind) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name(), kind);
        return part;
    }
}
