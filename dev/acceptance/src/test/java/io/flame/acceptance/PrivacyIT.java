package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person can have all that is held of them, and can be forgotten everywhere. */
class PrivacyIT {

    private static final String PHONE = "12025550162";
    private static final String OTHER = "12025550163";
    private static final String WORDS = "the canary sings at dawn";

    private final Installation installation = Installation.shared();
    private final Business business = installation.open().withNumber().withAssistant();

    @Test
    void handsOutAndForgetsAPersonAndNobodyElse() {
        String contact = contactWhoWrote(PHONE, WORDS);
        String other = contactWhoWrote(OTHER, "Somebody else");
        long messages = business.count("messages");
        JsonNode conversation = conversationOf(contact);

        Answer export = business.admin.get("/api/contacts/" + contact + "/export");
        assertThat(export.status()).as("%s", export).isEqualTo(200);
        assertThat(export.header("Content-Disposition")).contains(contact);
        assertThat(export.json().at("/contact/phone").asText()).isEqualTo(PHONE);
        assertThat(export.json().get("messages")).hasSize(2);
        assertThat(export.body()).contains(WORDS, Business.REPLY).doesNotContain(OTHER);
        assertThat(business.admin.get("/api/contacts?q=" + PHONE).json().get("data"))
                .hasSize(1);

        Answer erased = business.admin.post("/api/contacts/" + contact + "/erase", "{}");
        assertThat(erased.status()).as("%s", erased).isEqualTo(200);
        assertThat(erased.json().at("/counts/messages").asInt()).isEqualTo(2);
        assertThat(erased.json().get("signature").asText()).matches("[0-9a-f]{64}");
        assertThat(business.admin
                        .post("/api/contacts/" + contact + "/erase", "{}")
                        .json())
                .isEqualTo(erased.json());
        assertThat(business.admin.get("/api/contacts/" + contact + "/erasure").json())
                .isEqualTo(erased.json());

        assertThat(placesOf("canary|" + PHONE)).isEmpty();
        assertThat(placesOf(OTHER)).contains("contacts.phone");
        assertThat(business.count("messages")).isEqualTo(messages);
        assertThat(business.admin.get("/api/contacts/" + contact).status()).isEqualTo(404);
        assertThat(business.admin.get("/api/contacts/" + contact + "/export").status())
                .isEqualTo(404);
        assertThat(business.admin.get("/api/contacts/" + other).status()).isEqualTo(200);
        await().until(() -> business.admin.get("/api/events").body().contains("contact.erased"));
        assertThat(business.admin.get("/api/events").body()).doesNotContain(WORDS);
        assertThat(business.admin
                        .post(
                                "/api/conversations/" + conversation.get("id").asText() + "/messages",
                                "{\"content\":\"Hello?\"}")
                        .status())
                .isEqualTo(409);

        assertThat(contactWhoWrote(PHONE, "Me again")).isNotEqualTo(contact);
    }

    @Test
    void showsContactsOnlyToThoseWhoMaySeeEverybody() {
        String contact = contactWhoWrote(PHONE, WORDS);
        Api agent = business.as("agent");
        String path = "/api/contacts/" + contact;
        assertThat(agent.get(path).status()).isEqualTo(200);
        assertThat(agent.get("/api/contacts").json().get("data")).hasSize(1);
        assertThat(agent.get(path + "/export").status()).isEqualTo(403);
        assertThat(agent.post(path + "/erase", "{}").status()).isEqualTo(403);

        String id = agent.get("/api/auth/me").json().get("id").asText();
        business.admin.put("/api/users/" + id, "{\"visibility\":\"own\"}");

        await().atMost(Duration.ofSeconds(30)).until(() -> agent.get(path).status() == 403);
        assertThat(agent.get("/api/contacts").status()).isEqualTo(403);
    }

    private String contactWhoWrote(String phone, String text) {
        int answers = business.sentTo(phone).size();
        business.customerWrites(phone, text);
        await().until(() -> business.sentTo(phone).size() == answers + 1);
        JsonNode found = business.admin.get("/api/contacts?q=" + phone).json().get("data");
        assertThat(found).hasSize(1);
        return found.get(0).get("id").asText();
    }

    private JsonNode conversationOf(String contact) {
        return business.conversations().stream()
                .filter(each -> each.get("contactId").asText().equals(contact))
                .findFirst()
                .orElseThrow();
    }

    /** The columns of the business's tables in which the pattern is found. */
    private List<String> placesOf(String pattern) {
        List<String> places = new ArrayList<>();
        for (String column : installation.sql(
                "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = ?"
                        + " AND data_type IN ('text', 'character varying', 'jsonb', 'ARRAY')",
                business.schema())) {
            String name = column.substring(column.indexOf('.') + 1);
            String table = column.substring(0, column.indexOf('.'));
            List<String> found = installation.sql("SELECT 1 FROM " + business.schema() + "." + table + " WHERE \""
                    + name + "\"::text ~* '" + pattern + "' LIMIT 1");
            if (!found.isEmpty()) {
                places.add(column);
            }
        }
        return places;
    }
}
