package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import io.flame.twins.ChatMessage.Button;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a customer's telephone shows what the business sent. */
final class WhatsAppView {

    private WhatsAppView() {}

    static ChatMessage message(String wamid, JsonNode body) {
        String type = body.path("type").asText("text");
        JsonNode content = body.path(type);
        return new ChatMessage(
                wamid, false, type, text(type, content), media(content), buttons(content), Instant.now(), "accepted");
    }

    private static String text(String type, JsonNode content) {
        return switch (type) {
            case "text" -> content.path("body").asText("");
            case "interactive" -> content.path("body").path("text").asText("");
            case "template" -> content.path("name").asText("");
            case "reaction" -> content.path("emoji").asText("");
            case "location" ->
                content.path("name").asText("") + " " + content.path("latitude").asText("") + ", "
                        + content.path("longitude").asText("");
            default ->
                content.path("caption")
                        .asText(content.path("filename")
                                .asText(content.path("link").asText("")));
        };
    }

    private static @Nullable String media(JsonNode content) {
        return content.hasNonNull("id") ? content.path("id").asText("") : null;
    }

    private static List<Button> buttons(JsonNode content) {
        List<Button> buttons = new ArrayList<>();
        JsonNode action = content.path("action");
        action.path("buttons").forEach(button -> buttons.add(button(button.path("reply"))));
        action.path("sections").forEach(section -> section.path("rows").forEach(row -> buttons.add(button(row))));
        return buttons;
    }

    private static Button button(JsonNode json) {
        return new Button(json.path("id").asText(""), json.path("title").asText(""));
    }
}
