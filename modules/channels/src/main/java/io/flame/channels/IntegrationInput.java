package io.flame.channels;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.FieldError;
import io.flame.kernel.Ids;
import io.flame.kernel.Problem;
import io.flame.messaging.Platform;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a caller wants an integration to be. Fields that are not given stay as they are; {@code null} clears one. What the
 * caller may not set (id, status, dates) is passed over.
 */
final class IntegrationInput {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_URL = 500;
    private static final int LONGEST_CREDENTIAL = 4_096;

    private final JsonNode body;
    private final List<FieldError> errors = new ArrayList<>();

    /** Credentials to set; an empty value removes one. */
    private final Map<String, Optional<String>> credentials = new TreeMap<>();

    IntegrationInput(JsonNode body) {
        this.body = body;
        if (!body.isObject()) {
            throw Problem.invalid("", "object_expected", "The body must be a JSON object");
        }
    }

    /** Reads a new integration. */
    IntegrationDraft create() {
        Optional<Platform> platform = text("platform").flatMap(Platform::of);
        if (platform.isEmpty()) {
            refuse(
                    "platform",
                    body.hasNonNull("platform") ? "unknown_value" : "required",
                    "Must be one of whatsapp, facebook, instagram, telegram, webchat");
            throw Problem.invalid(errors);
        }
        return read(new IntegrationDraft(platform.get(), defaultName(platform.get()), "", null, null));
    }

    /** Reads changes to an integration. */
    IntegrationDraft change(IntegrationDraft current) {
        if (body.hasNonNull("platform")
                && !text("platform").equals(Optional.of(current.platform().word()))) {
            refuse("platform", "immutable", "An integration stays with its platform");
        }
        return read(current);
    }

    Map<String, Optional<String>> credentials() {
        return credentials;
    }

    private IntegrationDraft read(IntegrationDraft current) {
        readCredentials(current.platform());
        IntegrationDraft draft = new IntegrationDraft(
                current.platform(), name(current), externalId(current), webhookUrl(current), assistant(current));
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return draft;
    }

    private String name(IntegrationDraft current) {
        if (!body.has("name")) {
            return current.name();
        }
        String name = text("name").map(String::strip).orElse("");
        if (name.isEmpty() || name.length() > LONGEST_NAME || !CleanText.isClean(name)) {
            refuse("name", "invalid", "Must be a text of 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private String externalId(IntegrationDraft current) {
        CredentialFields fields = CredentialFields.of(current.platform());
        Optional<String> given = text("externalId").or(() -> accountIdAmongCredentials(fields));
        String id = given.map(String::strip).orElseGet(() -> defaultId(current));
        if (id.isEmpty()) {
            refuse("externalId", "required", "The provider's id of the account is needed");
        } else if (!fields.account().matcher(id).matches()) {
            refuse(
                    "externalId",
                    "invalid",
                    "This is no account id of " + current.platform().word());
        }
        return id;
    }

    private Optional<String> accountIdAmongCredentials(CredentialFields fields) {
        return fields.accountIds().stream()
                .flatMap(name -> Nodes.optional(body.path("credentials"), name).stream())
                .findFirst();
    }

    /** A bot's id stands before the colon of its token; a web chat needs a name of its own, any will do. */
    private String defaultId(IntegrationDraft current) {
        if (!current.externalId().isEmpty()) {
            return current.externalId();
        }
        return switch (current.platform()) {
            case TELEGRAM -> Nodes.text(body.path("credentials"), "botToken").split(":", 2)[0];
            case WEBCHAT -> Ids.next().toString();
            default -> "";
        };
    }

    private @org.jspecify.annotations.Nullable String webhookUrl(IntegrationDraft current) {
        if (!body.has("webhookUrl")) {
            return current.webhookUrl();
        }
        String url = text("webhookUrl").map(String::strip).orElse("");
        if (url.isEmpty()
                && (body.path("webhookUrl").isNull() || body.path("webhookUrl").isTextual())) {
            return null;
        }
        if (!isWebAddress(url)) {
            refuse(
                    "webhookUrl",
                    "invalid",
                    "Must be an http or https address of at most " + LONGEST_URL + " characters");
        }
        return url;
    }

    private static boolean isWebAddress(String url) {
        try {
            URI uri = URI.create(url);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && uri.getHost() != null && url.length() <= LONGEST_URL && CleanText.isClean(url);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private @org.jspecify.annotations.Nullable UUID assistant(IntegrationDraft current) {
        JsonNode given = body.path("defaultAssistantId");
        if (given.isMissingNode()) {
            return current.defaultAssistantId();
        }
        Optional<UUID> id = text("defaultAssistantId").flatMap(Ids::parse);
        if (!given.isNull() && id.isEmpty()) {
            refuse("defaultAssistantId", "invalid", "Must be an assistant's id");
        }
        return id.orElse(null);
    }

    private void readCredentials(Platform platform) {
        JsonNode given = body.path("credentials");
        if (given.isMissingNode() || given.isNull()) {
            return;
        }
        if (!given.isObject()) {
            refuse("credentials", "invalid", "Must be a JSON object");
            return;
        }
        CredentialFields fields = CredentialFields.of(platform);
        given.properties().forEach(field -> readCredential(fields, field.getKey(), field.getValue()));
    }

    private void readCredential(CredentialFields fields, String name, JsonNode value) {
        if (fields.accountIds().contains(name)) {
            return;
        }
        if (!fields.isSecret(name) && !fields.plain().contains(name)) {
            String known = String.join(", ", fields.secrets()) + ", " + String.join(", ", fields.plain());
            refuse("credentials." + shown(name), "unknown_field", "The credentials of this platform are: " + known);
            return;
        }
        if (value.isNull()) {
            credentials.put(name, Optional.empty());
            return;
        }
        String text = value.asText("").strip();
        boolean printable = text.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (!value.isTextual() || text.isEmpty() || text.length() > LONGEST_CREDENTIAL || !printable) {
            refuse("credentials." + name, "invalid", "Must be a text without spaces of at most 4096 characters");
            return;
        }
        credentials.put(name, Optional.of(text));
    }

    private Optional<String> text(String field) {
        JsonNode value = body.path(field);
        return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
    }

    private void refuse(String field, String code, String message) {
        errors.add(new FieldError(field, code, message));
    }

    private static String shown(String name) {
        return CleanText.shortened(CleanText.of(name), 50);
    }

    private static String defaultName(Platform platform) {
        return switch (platform) {
            case WHATSAPP -> "WhatsApp";
            case FACEBOOK -> "Facebook";
            case INSTAGRAM -> "Instagram";
            case TELEGRAM -> "Telegram";
            case WEBCHAT -> "Web chat";
        };
    }
}
