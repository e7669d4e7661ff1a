package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.messaging.OutboundMessage;
import io.flame.messaging.Platform;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One network: how its webhooks are signed and read, how a message is handed to it, how a file is fetched. Knows the
 * protocol and nothing of tenants' data; everything a network needs to be added is one implementation of this.
 */
interface ChannelAdapter {

    Platform platform();

    /** Secrets of this process with which the network may sign for every account; may be empty. */
    List<String> processSecrets();

    /** Whether the body was signed with this secret. Compares in constant time. */
    boolean isSigned(WebhookRequest request, String secret);

    /** Takes a body apart, account by account; empty when the body is not about this network. Never throws. */
    Optional<List<WebhookPart>> split(JsonNode body);

    /** What a part tells. Whatever is in it, nothing is thrown: what cannot be understood is left over. */
    Reading read(UUID integrationId, WebhookPart part, Instant receivedAt);

    /** Hands a message to the provider. Never throws for anything the network or the provider does. */
    SendAttempt send(Account account, OutboundMessage message);

    /** Asks the provider whether the account's credentials are good. */
    AccountCheck check(Account account);

    /** Fetches a file that a message refers to. */
    byte[] fetch(Account account, MediaReference reference) throws MediaFailure;
}
