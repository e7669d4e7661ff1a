package io.flame.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The simulated providers. */
final class Twin {

    private final Api api;
    private final String url;

    Twin(String url) {
        this.url = url;
        this.api = new Api(url, Map.of());
    }

    String url() {
        return url;
    }

    void connect(String tenant, String phoneNumberId, String appSecret) {
        check(api.post(
                "/control/accounts",
                "[{\"tenant\":\"%s\",\"platform\":\"whatsapp\",\"externalId\":\"%s\",\"businessId\":\"200100300400501\","
                                .formatted(tenant, phoneNumberId)
                        + "\"displayPhone\":\"12025550171\",\"appSecret\":\"%s\",\"name\":\"%s\"}]"
                                .formatted(appSecret, tenant)));
    }

    /** A customer writes; returns FLAME's answer to the webhook. */
    JsonNode write(String tenant, String from, String text) {
        return check(api.post(
                        "/deliver/whatsapp",
                        Answer.JSON
                                .createObjectNode()
                                .put("tenant", tenant)
                                .put("from", from)
                                .put("name", "Customer " + from)
                                .put("text", text)
                                .toString()))
                .json();
    }

    void forget() {
        check(api.delete("/log"));
    }

    /** The owner of a domain publishes a TXT record. */
    void publish(String name, String text) {
        check(api.post(
                "/dns",
                Answer.JSON
                        .createObjectNode()
                        .put("name", name)
                        .put("text", text)
                        .toString()));
    }

    void mode(String json) {
        check(api.post("/mode", json));
    }

    /** What the provider accepted for this customer, oldest first. */
    List<JsonNode> accepted(String to) {
        List<JsonNode> accepted = new ArrayList<>();
        for (JsonNode entry : check(api.get("/log?kind=send&to=" + to)).json()) {
            if (entry.hasNonNull("wamid")) {
                accepted.add(entry);
            }
        }
        return accepted;
    }

    private static Answer check(Answer answer) {
        if (answer.status() >= 300) {
            throw new AssertionError("the twin refused: " + answer);
        }
        return answer;
    }
}
