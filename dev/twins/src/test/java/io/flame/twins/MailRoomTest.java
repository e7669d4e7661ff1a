package io.flame.twins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MailRoomTest {
    private static final String TOKEN = "aB3_-xyz";

    private final Stage stage = new Stage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void showsWhatAPersonReads() throws MessagingException {
        send(
                "ana@example.test",
                "Contraseña nueva",
                "Siga el enlace: https://flame.test/reset-password#token=" + TOKEN + "\n",
                "<p>Siga <a href=\"https://flame.test/reset-password#token=" + TOKEN + "\">el enlace</a></p>");

        JsonNode mails = stage.log("kind=mail&to=ana@example.test");

        assertThat(mails).hasSize(1);
        JsonNode mail = mails.get(0);
        assertThat(mail.get("subject").asText()).isEqualTo("Contraseña nueva");
        assertThat(mail.get("text").asText()).startsWith("Siga el enlace: https://flame.test/");
        assertThat(mail.get("html").asText()).startsWith("<p>Siga <a href=");
        assertThat(mail.get("token").asText()).isEqualTo(TOKEN);
        assertThat(mail.get("time").asText()).isNotEmpty();
    }

    @Test
    void keepsTheMailsOfOthersApart() throws MessagingException {
        send("ana@example.test", "One", "a", "b");

        assertThat(stage.log("kind=mail&to=beto@example.test")).isEmpty();
        assertThat(stage.log("kind=mail").get(0).has("token")).isFalse();
    }

    private void send(String to, String subject, String text, String html) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "localhost");
        properties.setProperty("mail.smtp.port", Integer.toString(stage.twins.smtpPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("flame@example.test"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        message.setContent(new MimeMultipart("alternative", part(text, "plain"), part(html, "html")));
        Transport.send(message);
    }

    private static MimeBodyPart part(String text, String kind) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, "UTF-8", kind);
        return part;
    }
}
