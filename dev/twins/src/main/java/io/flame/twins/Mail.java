package io.flame.twins;

import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail as a person reads it. */
record Mail(Map<String, String> headers, String subject, String text, String html) {
    private static final Pattern TOKEN = Pattern.compile("[?&#]token=([A-Za-z0-9_-]+)");

    /** Empty for what is no mail. */
    static Optional<Mail> read(byte[] bytes) {
        try {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
            Map<String, String> headers = new TreeMap<>();
            for (Header header : Collections.list(message.getAllHeaders())) {
                headers.put(header.getName(), header.getValue());
            }
            String subject = Optional.ofNullable(message.getSubject()).orElse("");
            return Optional.of(new Mail(headers, subject, part(message, "text/plain"), part(message, "text/html")));
        } catch (MessagingException | IOException e) {
            return Optional.empty();
        }
    }

    /** The token in the first link that has one. */
    Optional<String> token() {
        Matcher link = TOKEN.matcher(text);
        return link.find() ? Optional.of(link.group(1)) : Optional.empty();
    }

    private static String part(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return part.getContent().toString();
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = part(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
