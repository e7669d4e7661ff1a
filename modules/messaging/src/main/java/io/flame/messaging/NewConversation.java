package io.flame.messaging;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.kernel.Fields;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A conversation that an agent begins.
 *
 * @param integrationId through which to write; when it is missing, the tenant's only active one of the platform
 * @param contactPhone in international digits
 */
public record NewConversation(
        String contactName,
        Optional<String> contactPhone,
        Optional<String> contactEmail,
        Platform platform,
        Optional<UUID> integrationId,
        Priority priority,
        List<String> tags,
        Optional<UUID> assignedAssistantId,
        Optional<UUID> userId) {

    public static NewConversation of(JsonNode body) {
        Fields fields = Fields.of(body);
        Optional<String> name = fields.requiredText("contactName", 255);
        Optional<Platform> platform = fields.word("platform", List.of(Platform.values()), Platform::word);
        if (!fields.has("platform") || fields.isNull("platform")) {
            fields.error("platform", "required", "is required");
        }
        Optional<String> phone = phone(fields);
        NewConversation draft = new NewConversation(
                name.orElse(""),
                phone,
                fields.text("contactEmail", 255),
                platform.orElse(Platform.WHATSAPP),
                fields.uuid("integrationId"),
                fields.word("priority", List.of(Priority.values()), Priority::word)
                        .orElse(Priority.MEDIUM),
                List.of(ConversationChange.tags(fields).orElse(new String[0])),
                fields.uuid("assignedAssistantId"),
                fields.uuid("userId"));
        if (draft.platform == Platform.WHATSAPP && phone.isEmpty()) {
            fields.error("contactPhone", "required", "is required on whatsapp");
        }
        fields.check();
        return draft;
    }

    private static Optional<String> phone(Fields fields) {
        Optional<String> given = fields.text("contactPhone", 50);
        Optional<String> digits = given.map(text -> text.replaceAll("[\\s().+-]", ""));
        if (digits.isPresent() && !digits.get().matches("[0-9]{5,20}")) {
            fields.error("contactPhone", "wrong_format", "must be an international phone number");
        }
        return digits;
    }
}
