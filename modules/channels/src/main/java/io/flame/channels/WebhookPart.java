package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A piece of a webhook's body that belongs to one account.
 *
 * @param accountId the provider's id of the account, from inside the signed body; empty when the piece names none
 * @param kind what the provider calls this sort of piece, such as {@code messages}
 */
record WebhookPart(String accountId, String kind, JsonNode body) {}
