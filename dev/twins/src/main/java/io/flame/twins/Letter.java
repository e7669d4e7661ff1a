package io.flame.twins;

/**
 * A customer's message on its way to FLAME.
 *
 * @param webhook the signed request that carries it
 * @param message the same message as the page shows it
 */
record Letter(Webhook webhook, ChatMessage message) {

    ChatKey chat() {
        return new ChatKey(webhook.account().key(), webhook.customer());
    }
}
