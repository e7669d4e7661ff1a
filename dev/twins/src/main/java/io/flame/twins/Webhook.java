package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request from a provider to FLAME.
 *
 * @param account the account it is about
 * @param customer the customer it is about, for the log's {@code to}
 * @param headers what goes with it, the signature among them
 */
record Webhook(Account account, String customer, byte[] body, Map<String, String> headers) {

    String path() {
        return "/api/webhooks/" + account.platform();
    }

    /** A body signed as Meta does it, over the escaped bytes. */
    static Webhook meta(Account account, String customer, JsonNode json, String secret) {
        byte[] body = Json.asMetaWritesIt(json);
        return new Webhook(
                account,
                customer,
                body,
                Map.of("Content-Type", "application/json", "X-Hub-Signature-256", Signature.of(secret, body)));
    }

    Webhook withHeaders(Map<String, String> replacement) {
        return new Webhook(account, customer, body, replacement);
    }
}
