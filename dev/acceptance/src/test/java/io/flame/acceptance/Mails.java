package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** What has arrived at the simulated mail server. */
final class Mails {

    private static final Pattern LINK = Pattern.compile("#token=(\\S+)");

    private final Api twins;

    Mails(Installation installation) {
        this.twins = Api.anonymous(installation.twin().url());
    }

    /** Oldest first. */
    List<JsonNode> to(String address) {
        List<JsonNode> mails = new ArrayList<>();
        twins.get("/log?kind=mail&to=" + URLEncoder.encode(address, StandardCharsets.UTF_8))
                .json()
                .forEach(mails::add);
        return mails;
    }

    /** The latest, as soon as there are so many. */
    JsonNode await(String address, int count) {
        return Awaitility.await()
                .until(() -> to(address), mails -> mails.size() >= count)
                .getLast();
    }

    String tokenTo(String address) {
        return token(await(address, 1));
    }

    /** What stands behind the link of the mail. */
    static String token(JsonNode mail) {
        Matcher link = LINK.matcher(mail.get("text").asText());
        if (!link.find()) {
            throw new AssertionError("no link in " + mail);
        }
        return link.group(1);
    }
}
