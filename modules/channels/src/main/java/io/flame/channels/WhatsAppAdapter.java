package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Settings;
import io.flame.messaging.OutboundMessage;
import io.flame.messaging.Platform;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** WhatsApp's Cloud API. An account is a phone number, named by its {@code phone_number_id}. */
@ApplicationScoped
class WhatsAppAdapter implements ChannelAdapter {

    private static final String OBJECT = "whatsapp_business_account";
    private static final String MESSAGES = "messages";

    private final List<String> processSecrets;
    private final WhatsAppClient client;

    @Inject
    WhatsAppAdapter(Settings settings, WhatsAppClient client) {
        this.processSecrets =
                settings.optional("WHATSAPP_APP_SECRET").or(() -> settings.optional("FACEBOOK_APP_SECRET")).stream()
                        .toList();
        this.client = client;
    }

    @Override
    public Platform platform() {
        return Platform.WHATSAPP;
    }

    @Override
    public List<String> processSecrets() {
        return processSecrets;
    }

    @Override
    public boolean isSigned(WebhookRequest request, String secret) {
        return MetaSignature.isSigned(request.body(), request.signature(), secret);
    }

    @Override
    public Optional<List<WebhookPart>> split(JsonNode body) {
        if (!OBJECT.equals(Nodes.text(body, "object"))) {
            return Optional.empty();
        }
        List<WebhookPart> parts = new ArrayList<>();
        for (JsonNode entry : body.path("entry")) {
            for (JsonNode change : entry.path("changes")) {
                String number = Nodes.text(change.path("value").path("metadata"), "phone_number_id");
                parts.add(new WebhookPart(number, Nodes.text(change, "field"), change));
            }
        }
        return Optional.of(parts);
    }

    @Override
    public Reading read(UUID integrationId, WebhookPart part, Instant receivedAt) {
        if (!MESSAGES.equals(part.kind())) {
            Reading nothing = Reading.empty();
            nothing.leave("field:" + part.kind(), part.body());
            return nothing;
        }
        return new WhatsAppReader(integrationId, part.body().path("value"), receivedAt).read();
    }

    @Override
    public SendAttempt send(Account account, OutboundMessage message) {
        return client.send(account, message);
    }

    @Override
    public AccountCheck check(Account account) {
        return client.check(account);
    }

    @Override
    public byte[] fetch(Account account, MediaReference reference) throws MediaFailure {
        return client.fetch(account, reference);
    }
}
