package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** One provider: its API as FLAME calls it, and the webhooks it sends. Adding a provider is one implementation of this. */
interface Channel {

    /** Name in accounts, in the path of FLAME's webhook and in {@code POST /deliver/{platform}}. */
    String platform();

    /** Tells whether a call is for this provider's API. */
    boolean serves(Call call);

    /** Answers a call of this provider's API. */
    void serve(Call call) throws IOException;

    /**
     * Writes a customer's message down as the webhook that carries it.
     *
     * @param account the business account the customer writes to
     * @param order {@code from, name, text, type …} as in {@code POST /deliver}
     * @throws BadOrder when the order cannot be expressed on this platform
     */
    Letter letter(Account account, JsonNode order);

    /** The customer looked at the chat: tells FLAME that what is delivered there is read. */
    void seen(Account account, String customer);
}
