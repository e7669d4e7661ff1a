package io.flame.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A tenant's WhatsApp number. Its webhooks look and are signed as Meta's are. */
record PhoneNumber(String tenant, String id) {
    private static final String APP_SECRET = "flame-test-app-secret-0001";

    /** As the simulated provider wants to hear of it. */
    String account() {
        ObjectNode account = Reply.JSON
                .createObjectNode()
                .put("tenant", tenant)
                .put("platform", "whatsapp")
                .put("externalId", id)
                .put("businessId", "200100300400501")
                .put("displayPhone", "12025550171")
                .put("appSecret", APP_SECRET)
                .put("name", tenant);
        return Reply.JSON.createArrayNode().add(account).toString();
    }

    /** As FLAME wants to hear of it. */
    String integration() {
        ObjectNode body = Reply.JSON.createObjectNode();
        body.put("platform", "whatsapp").put("name", "Main number").put("externalId", id);
        body.putObject("credentials")
                .put("accessToken", "invented-access-token-" + id)
                .put("appSecret", APP_SECRET)
                .put("verifyToken", "verify-" + id);
        return body.toString();
    }

    /** A customer's message that was never sent before. */
    Reply receive(Caller flame, String customer) {
        String body = message(customer);
        return flame.with("X-Hub-Signature-256", "sha256=" + signature(body)).post("/api/webhooks/whatsapp", body);
    }

    private String message(String customer) {
        ObjectNode message = Reply.JSON.createObjectNode();
        message.put("from", customer).put("id", "wamid." + UUID.randomUUID()).put("type", "text");
        message.put("timestamp", Long.toString(Instant.now().getEpochSecond()));
        message.putObject("text").put("body", "Are you open today?");
        ObjectNode value = Reply.JSON.createObjectNode().put("messaging_product", "whatsapp");
        value.putObject("metadata").put("display_phone_number", "12025550171").put("phone_number_id", id);
        value.putArray("messages").add(message);
        ObjectNode body = Reply.JSON.createObjectNode().put("object", "whatsapp_business_account");
        ObjectNode entry = body.putArray("entry").addObject().put("id", "200100300400501");
        entry.putArray("changes").addObject().put("field", "messages").set("value", value);
        return body.toString();
    }

    private static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
