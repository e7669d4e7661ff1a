package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.channels.Egress.NoReply;
import io.flame.channels.Egress.Reply;
import io.flame.kernel.Settings;
import io.flame.messaging.DeliveryError;
import io.flame.messaging.OutboundMessage;
import io.flame.messaging.SendOutcome;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** Calls WhatsApp's Cloud API in the name of an account. */
@ApplicationScoped
class WhatsAppClient {

    private static final String ACCESS_TOKEN = "accessToken";
    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration MEDIA_DEADLINE = Duration.ofSeconds(10);
    private static final int MOST_ANSWER_BYTES = 64 * 1024;
    private static final int MOST_MEDIA_BYTES = 16 * 1024 * 1024;

    private final GraphApi graph;
    private final Egress egress;
    private final Optional<String> processToken;

    @Inject
    WhatsAppClient(GraphApi graph, Egress egress, Settings settings) {
        this.graph = graph;
        this.egress = egress;
        this.processToken = settings.optional("WHATSAPP_ACCESS_TOKEN");
    }

    SendAttempt send(Account account, OutboundMessage message) {
        Optional<String> token = token(account);
        if (token.isEmpty()) {
            return SendAttempt.accountBroken(WhatsAppOutcomes.noAccess(WhatsAppErrors.delivery(0)));
        }
        Optional<String> refusal = WhatsAppLetter.refusal(message);
        if (refusal.isPresent()) {
            return SendAttempt.answered(new SendOutcome.Rejected(new DeliveryError("not_sendable", refusal.get())));
        }
        HttpRequest request = request(graph.uri(account.externalId(), "messages"), token.get())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(WhatsAppLetter.write(message)))
                .build();
        try {
            return WhatsAppOutcomes.of(egress.call(request, DEADLINE, MOST_ANSWER_BYTES));
        } catch (NoReply e) {
            return WhatsAppOutcomes.of(e);
        }
    }

    /** Only a clear refusal of the token counts: a provider that cannot describe a number may still send from it. */
    AccountCheck check(Account account) {
        Optional<String> token = token(account);
        if (token.isEmpty()) {
            return new AccountCheck.Refused(new DeliveryError("0", "An access token is needed"));
        }
        HttpRequest request =
                request(graph.uri(account.externalId()), token.get()).GET().build();
        try {
            Reply reply = egress.call(request, DEADLINE, MOST_ANSWER_BYTES);
            if (WhatsAppOutcomes.isTokenRefused(reply)) {
                return new AccountCheck.Refused(WhatsAppErrors.delivery(190));
            }
            boolean down = reply.status() == 429 || reply.status() >= 500;
            return down ? new AccountCheck.Unknown("HTTP " + reply.status()) : new AccountCheck.Good();
        } catch (NoReply e) {
            return new AccountCheck.Unknown(e.reason());
        }
    }

    /** First asks where the file is now, since addresses live for five minutes; then gets it, both with the token. */
    byte[] fetch(Account account, MediaReference reference) throws MediaFailure {
        String token = token(account).orElseThrow(() -> MediaFailure.passing("The integration has no access token"));
        String url = reference.mediaId().isPresent()
                ? locate(account, reference.mediaId().get(), token)
                : reference.url().orElseThrow(() -> MediaFailure.lasting("WhatsApp did not say where the file is"));
        URI address = graph.media(url)
                .orElseThrow(() -> MediaFailure.lasting("The file is not on one of WhatsApp's servers"));
        return get(address, token, MOST_MEDIA_BYTES).body();
    }

    private String locate(Account account, String mediaId, String token) throws MediaFailure {
        URI described = URI.create(graph.uri(mediaId) + "?phone_number_id=" + account.externalId());
        JsonNode description = Answers.json(get(described, token, MOST_ANSWER_BYTES));
        return Nodes.optional(description, "url")
                .orElseThrow(() -> MediaFailure.passing("WhatsApp did not say where the file is"));
    }

    private Reply get(URI address, String token, int mostBytes) throws MediaFailure {
        Reply reply;
        try {
            reply = egress.call(request(address, token).GET().build(), MEDIA_DEADLINE, mostBytes);
        } catch (NoReply e) {
            throw e.isTooLong()
                    ? MediaFailure.lasting("The file is larger than 16 MiB")
                    : MediaFailure.passing("The file could not be fetched: " + e.reason());
        }
        if (!reply.isSuccess()) {
            throw MediaFailure.passing("The file could not be fetched: HTTP " + reply.status());
        }
        return reply;
    }

    private Optional<String> token(Account account) {
        return account.credential(ACCESS_TOKEN).or(() -> processToken);
    }

    private static HttpRequest.Builder request(URI uri, String token) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }
}
