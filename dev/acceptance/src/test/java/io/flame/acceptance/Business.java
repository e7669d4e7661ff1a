package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A tenant with a WhatsApp number, seen by the people who work in it and by its customers. */
final class Business {

    static final String APP_SECRET = "flame-test-app-secret-0001";
    static final String REPLY = "Thanks for writing. We answer within the hour.";

    final Installation installation;
    final String slug;
    final Api admin;
    private String phoneNumberId = "";

    Business(Installation installation, String slug, Installation.Person admin) {
        this.installation = installation;
        this.slug = slug;
        this.admin = Api.signedIn(installation.url(), admin);
        for (JsonNode assistant : this.admin.get("/api/assistants").json().get("data")) {
            this.admin.delete("/api/assistants/" + assistant.get("id").asText());
        }
    }

    String schema() {
        return "t_" + slug;
    }

    Api as(String role) {
        return Api.signedIn(installation.url(), installation.addPerson(slug, role));
    }

    /** Connects a WhatsApp number of its own, which the twin knows too. */
    Business withNumber() {
        return withNumber("9" + ThreadLocalRandom.current().nextLong(10_000_000_000L, 99_999_999_999L));
    }

    Business withNumber(String id) {
        phoneNumberId = id;
        installation.twin().connect(slug, id, APP_SECRET);
        Answer created = admin.post("/api/integrations", integration(id, APP_SECRET));
        if (created.status() != 201) {
            throw new AssertionError("cannot connect a number: " + created);
        }
        Answer connected =
                admin.post("/api/integrations/" + created.json().get("id").asText() + "/connect", "{}");
        if (connected.status() >= 300) {
            throw new AssertionError("cannot connect a number: " + connected);
        }
        return this;
    }

    static String integration(String phoneNumberId, String appSecret) {
        ObjectNode body = Answer.JSON.createObjectNode();
        body.put("platform", "whatsapp").put("name", "Main number").put("externalId", phoneNumberId);
        body.putObject("credentials")
                .put("accessToken", "invented-access-token-" + phoneNumberId)
                .put("appSecret", appSecret)
                .put("verifyToken", "verify-" + phoneNumberId);
        return body.toString();
    }

    /** An assistant that always answers with {@link #REPLY}. */
    Business withAssistant() {
        Answer created = admin.post(
                "/api/assistants",
                "{\"name\":\"Front desk\",\"type\":\"auto\",\"autoResponse\":\"" + REPLY + "\",\"status\":\"active\"}");
        if (created.status() != 201) {
            throw new AssertionError("cannot make an assistant: " + created);
        }
        return this;
    }

    String number() {
        return phoneNumberId;
    }

    void customerWrites(String from, String text) {
        installation.twin().write(slug, from, text);
    }

    /** What the provider has accepted from this business for the customer, oldest first. */
    List<JsonNode> sentTo(String customer) {
        return installation.twin().accepted(customer).stream()
                .filter(each -> each.get("path").asText().contains("/" + phoneNumberId + "/"))
                .toList();
    }

    List<JsonNode> conversations() {
        return list("/api/conversations?limit=200");
    }

    JsonNode onlyConversation() {
        List<JsonNode> all = conversations();
        if (all.size() != 1) {
            throw new AssertionError("expected one conversation: " + all);
        }
        return all.getFirst();
    }

    /** Oldest first. */
    List<JsonNode> thread(String conversation) {
        return list("/api/conversations/" + conversation + "/messages?limit=200")
                .reversed();
    }

    /** Messages that customers wrote, of all conversations, oldest first. */
    List<JsonNode> incoming() {
        List<JsonNode> incoming = new ArrayList<>();
        for (JsonNode conversation : conversations()) {
            thread(conversation.get("id").asText()).stream()
                    .filter(message -> message.get("sender").asText().equals("user"))
                    .forEach(incoming::add);
        }
        return incoming;
    }

    private List<JsonNode> list(String path) {
        Answer answer = admin.get(path);
        if (answer.status() != 200) {
            throw new AssertionError(path + " answered " + answer);
        }
        List<JsonNode> rows = new ArrayList<>();
        answer.json().get("data").forEach(rows::add);
        return rows;
    }

    long count(String table) {
        return Long.parseLong(installation
                .sql("SELECT count(*) FROM " + schema() + "." + table)
                .getFirst());
    }

    static String webhook(String phoneNumberId, String from, String messageId, String text) {
        ObjectNode message = Answer.JSON.createObjectNode();
        message.put("from", from).put("id", messageId).put("type", "text");
        message.put("timestamp", Long.toString(Instant.now().getEpochSecond()));
        message.putObject("text").put("body", text);
        ObjectNode value = Answer.JSON.createObjectNode();
        value.put("messaging_product", "whatsapp");
        value.putObject("metadata").put("display_phone_number", "12025550171").put("phone_number_id", phoneNumberId);
        value.putArray("messages").add(message);
        ObjectNode body = Answer.JSON.createObjectNode();
        body.put("object", "whatsapp_business_account");
        ObjectNode change =
                Answer.JSON.createObjectNode().put("field", "messages").set("value", value);
        ObjectNode entry = body.putArray("entry").addObject().put("id", "200100300400501");
        entry.putArray("changes").add(change);
        return body.toString();
    }

    /** Posts a webhook, signed with this secret. */
    Answer post(String body, String secret) {
        return post(body.getBytes(StandardCharsets.UTF_8), "sha256=" + hmac(body, secret));
    }

    Answer post(byte[] body, String signature) {
        return Api.anonymous(installation.url())
                .send("POST", "/api/webhooks/whatsapp", body, Map.of("X-Hub-Signature-256", signature));
    }

    static String hmac(String body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Invites somebody, and reads the token in the mail. */
    String invite(String email, String role) {
        Mails mails = new Mails(installation);
        int before = mails.to(email).size();
        Answer invited =
                admin.post("/api/users", "{\"email\":\"" + email + "\",\"name\":\"Robin\",\"role\":\"" + role + "\"}");
        assertThat(invited.status()).as("%s", invited).isEqualTo(201);
        return Mails.token(mails.await(email, before + 1));
    }
}
