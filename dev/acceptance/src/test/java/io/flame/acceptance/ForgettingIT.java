package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flame.launcher.StackDescription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What was erased, deleted or has become too old is nowhere any more; what counts it stays. */
class ForgettingIT {

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    /** Keycloak forgets by itself, after an hour ({@code adminEventsExpiration}), which people were changed. */
    private static final String KEYCLOAKS_NOTES = "keycloak.public.admin_event_entity.details_json";

    private final Installation installation = Installation.shared();
    private final Console console = new Console(installation);
    private final Places places = new Places(installation);
    private final Business business = installation.open().withNumber().withAssistant();
    private final String mark =
            Long.toString(ThreadLocalRandom.current().nextLong(36L * 36 * 36 * 36 * 36, Integer.MAX_VALUE), 36);
    private final String phone = "1202" + ThreadLocalRandom.current().nextLong(1_000_000, 9_999_999);
    private final String name = "Mara Kanari" + mark;
    private final String words = "sings" + mark + " at dawn";
    private final String providerId = "wamid.kanari" + mark;
    private final String mail = "kanari" + mark + "@example.org";
    private final List<String> canaries = List.of(phone, name, "sings" + mark, providerId, mail);

    @Test
    void leavesNothingOfAPersonAnywhere() {
        String conversation = plantPerson();
        String contact = business.admin
                .get("/api/conversations/" + conversation)
                .json()
                .get("contactId")
                .asText();
        assertThat(places.of(canaries))
                .as("or the search finds nothing anyway")
                .contains(
                        "flame." + business.schema() + ".messages.content",
                        "flame." + business.schema() + ".messages.provider_message_id",
                        "flame." + business.schema() + ".contacts.phone",
                        "flame." + business.schema() + ".contact_identities.identity",
                        "flame." + business.schema() + ".events.data",
                        "flame." + business.schema() + ".attachments.file_name",
                        "flame." + business.schema() + ".idempotency_keys.body",
                        "flame.flame.quarantine.body",
                        "redis");
        places.redis("DEL control", "QUIT");
        List<String> statistics = statistics();
        Map<String, Integer> usage = usage();
        assertThat(usage.get("storage")).isPositive();

        Answer erased = business.admin.post("/api/contacts/" + contact + "/erase", "{}");

        assertThat(erased.status()).as("%s", erased).isEqualTo(200);
        assertThat(erased.json().at("/counts/quarantine").asInt()).isEqualTo(1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(places.of(canaries)).isEmpty());
        assertThat(statistics()).isEqualTo(statistics);
        usage.put("storage", 0);
        assertThat(usage()).isEqualTo(usage);
        assertGenuine(erased.json());
        business.customerWrites(phone, "Me again");
        await().until(() -> business.admin
                        .get("/api/contacts?q=" + phone)
                        .json()
                        .get("data")
                        .size()
                == 1);
        assertThat(business.admin.get("/api/contacts?q=" + phone).body()).doesNotContain(contact);
    }

    /** What a restore of the tenant's schema to an earlier state does. */
    @Test
    void erasesAgainWhomARestoreBroughtBack() {
        business.customerWrites(phone, words);
        await().until(() -> business.sentTo(phone).size() == 1);
        String contact =
                business.admin.get("/api/contacts").json().at("/data/0/id").asText();
        assertThat(business.admin
                        .post("/api/contacts/" + contact + "/erase", "{}")
                        .status())
                .isEqualTo(200);
        installation.sql("UPDATE " + business.schema() + ".contacts SET name = '" + name + "'");
        installation.sql("UPDATE " + business.schema() + ".messages SET content = '" + words + "'");
        installation.sql("DELETE FROM " + business.schema() + ".erasures");
        assertThat(business.admin.get("/api/contacts/" + contact).status()).isEqualTo(200);

        assertThat(console.run("tenant", "reapply-erasures", business.slug))
                .contains(business.slug + ": 1 contacts erased again");

        assertThat(places.of(canaries)).isEmpty();
        assertThat(business.admin.get("/api/contacts/" + contact).status()).isEqualTo(404);
        assertThat(business.admin.get("/api/contacts/" + contact + "/erasure").status())
                .isEqualTo(200);
        assertThat(console.run("tenant", "erase-list").lines().filter(line -> line.matches("[0-9a-f]{64}")))
                .isNotEmpty();
        assertThat(console.run("tenant", "reapply-erasures", business.slug)).contains(business.slug + ": 0 contacts");
    }

    @Test
    void leavesNothingOfATenantAnywhere() {
        plantPerson();
        String admin = "admin@" + business.slug + ".example";
        business.as("agent");
        assertThat(business.admin
                        .post("/api/users", "{\"email\":\"" + mail + "\",\"name\":\"" + name + "\",\"role\":\"user\"}")
                        .status())
                .isEqualTo(201);
        List<String> all = List.of(
                phone,
                name,
                "sings" + mark,
                providerId,
                mail,
                admin,
                "@" + business.slug + ".example",
                business.number());
        assertThat(places.of(List.of(admin))).anyMatch(place -> place.startsWith("keycloak."));
        places.redis("DEL control", "QUIT");

        assertThat(operator().delete("/api/platform/tenants/" + business.slug).status())
                .isEqualTo(202);
        installation.sql(
                "UPDATE flame.tenants SET delete_after = now() - interval '1 second' WHERE slug = ?", business.slug);

        await().atMost(TWO_MINUTES).until(() -> installation
                .sql("SELECT 1 FROM flame.tenants WHERE slug = ?", business.slug)
                .isEmpty());
        assertThat(installation.sql("SELECT 1 FROM pg_namespace WHERE nspname = ?", business.schema()))
                .isEmpty();
        assertThat(installation.sql("SELECT 1 FROM pg_roles WHERE rolname = ?", "flame_t_" + business.slug))
                .isEmpty();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(places.of(all)).isSubsetOf(KEYCLOAKS_NOTES));
        assertThat(places.of(List.of(business.slug)).stream()
                        .filter(place -> !place.startsWith("log ") && !place.startsWith("flame.flame.audit_log."))
                        .filter(place -> !place.equals(KEYCLOAKS_NOTES)))
                .as("the name is not given again, and what operators did stays written down")
                .containsExactly("flame.flame.retired_slugs.slug");
    }

    @Test
    void removesWhatIsOlderThanATenantWantsToKeep() {
        business.customerWrites(phone, words);
        await().until(() -> business.sentTo(phone).size() == 1);
        String conversation = business.onlyConversation().get("id").asText();
        installation.sql("UPDATE " + business.schema()
                + ".messages SET created_at = now() - interval '31 days', received_at = now() - interval '31 days'");
        installation.sql("UPDATE " + business.schema() + ".events SET created_at = now() - interval '31 days'");
        business.customerWrites(phone, "Something new");
        await().until(() -> business.sentTo(phone).size() == 2);
        List<String> statistics = statistics();

        Answer before = business.admin.get("/api/settings/retention");
        assertThat(before.json().get("messagesDays").isNull()).isTrue();
        Map<String, String> condition = Map.of("If-Match", before.header("ETag"));
        assertThat(business.admin
                        .call("PUT", "/api/settings/retention", "{\"messagesDays\":29}", condition)
                        .status())
                .isEqualTo(422);
        Answer after = business.admin.call("PUT", "/api/settings/retention", "{\"messagesDays\":30}", condition);
        assertThat(after.status()).as("%s", after).isEqualTo(200);
        assertThat(business.admin
                        .call("PUT", "/api/settings/retention", "{\"messagesDays\":60}", condition)
                        .status())
                .isEqualTo(412);
        assertThat(business.admin.get("/api/audit?action=retention").json().get("data"))
                .extracting(entry -> entry.at("/after/messagesDays").asText())
                .contains("30");
        installation.sql(
                "UPDATE flame.tenants SET retention_due_at = now() - interval '1 day' WHERE slug = ?", business.slug);

        await().atMost(TWO_MINUTES).until(() -> business.count("messages WHERE content LIKE 'sings%'") == 0);
        await().until(() -> places.of(List.of("sings" + mark)).isEmpty());
        assertThat(business.thread(conversation))
                .extracting(message -> message.get("content").asText())
                .containsExactly("Something new", Business.REPLY);
        assertThat(business.onlyConversation().get("lastMessage").asText()).isEqualTo(Business.REPLY);
        assertThat(statistics()).isEqualTo(statistics);
    }

    /** Everything that may be known of somebody, by every way that leads in. */
    private String plantPerson() {
        places.redis("SET control " + words.replace(' ', '-'), "QUIT");
        post(message("text").set("text", Answer.JSON.createObjectNode().put("body", words)), providerId + ".1");
        await().until(() -> business.sentTo(phone).size() == 1);
        ObjectNode document = Answer.JSON.createObjectNode();
        document.put("id", "90" + ThreadLocalRandom.current().nextLong(1_000_000_000L, 9_999_999_999L));
        document.put("filename", "sings" + mark + ".pdf")
                .put("mime_type", "application/pdf")
                .put("caption", words);
        post(message("document").set("document", document), providerId + ".2");
        post(message("reaction").set("reaction", Answer.JSON.createObjectNode().put("emoji", "x")), providerId + ".3");
        String conversation = business.onlyConversation().get("id").asText();
        Map<String, String> once = Map.of("Idempotency-Key", "key-" + mark);
        String path = "/api/conversations/" + conversation;
        Answer said = business.admin.call(
                "POST",
                path + "/messages",
                "{\"content\":\"" + words + "\",\"metadata\":{\"note\":\"" + words + "\"}}",
                once);
        assertThat(said.status()).as("%s", said).isEqualTo(201);
        assertThat(business.admin
                        .put(path, "{\"tags\":[\"sings" + mark + "\"],\"contactEmail\":\"" + mail + "\"}")
                        .status())
                .isEqualTo(200);
        business.admin.get("/api/contacts?q=" + phone);
        business.admin.get("/api/conversations?q=sings" + mark);
        await().atMost(TWO_MINUTES).until(() -> business.sentTo(phone).size() >= 2);
        await().until(() -> installation
                .sql("SELECT kind FROM flame.jobs WHERE tenant = ? AND kind <> 'media'", business.slug)
                .isEmpty());
        await().until(() -> installation
                        .sql("SELECT 1 FROM flame.quarantine WHERE tenant = ?", business.slug)
                        .size()
                == 1);
        return conversation;
    }

    private static ObjectNode message(String type) {
        return Answer.JSON.createObjectNode().put("type", type);
    }

    private void post(JsonNode given, String id) {
        ObjectNode body = (ObjectNode) read(Business.webhook(business.number(), phone, id, "x"));
        ObjectNode value = (ObjectNode) body.at("/entry/0/changes/0/value");
        ObjectNode message = (ObjectNode) value.at("/messages/0");
        message.remove("text");
        message.setAll((ObjectNode) given);
        ObjectNode person = value.putArray("contacts").addObject();
        person.put("wa_id", phone).putObject("profile").put("name", name);
        Answer answer = business.post(body.toString(), Business.APP_SECRET);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    }

    private static JsonNode read(String json) {
        try {
            return Answer.JSON.readTree(json);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertGenuine(JsonNode receipt) {
        Answer verdict = business.admin.post("/api/erasures/verify", receipt.toString());
        assertThat(verdict.json().get("valid").asBoolean()).as("%s", verdict).isTrue();
        ObjectNode forged = receipt.deepCopy();
        ((ObjectNode) forged.get("counts")).put("messages", 99);
        assertThat(business.admin
                        .post("/api/erasures/verify", forged.toString())
                        .json()
                        .get("valid")
                        .asBoolean())
                .isFalse();
        assertThat(business.admin.post("/api/erasures/verify", "{}").status()).isEqualTo(422);
    }

    /** How many of each on each day: what is there, and what has been there. */
    /** What counts in the plan, but for the calls of this minute. */
    private Map<String, Integer> usage() {
        Map<String, Integer> usage = new TreeMap<>();
        business.admin
                .get("/api/usage")
                .json()
                .get("data")
                .forEach(meter ->
                        usage.put(meter.get("name").asText(), meter.get("used").asInt()));
        usage.remove("requestsPerMinute");
        return usage;
    }

    private List<String> statistics() {
        return installation.sql("""
                SELECT day, kind, sum(count) FROM (
                    SELECT m.created_at::date AS day, m.sender AS kind, count(*) FROM %1$s.messages m GROUP BY 1, 2
                    UNION ALL SELECT m.created_at::date, d.outcome, count(*)
                      FROM %1$s.decisions d JOIN %1$s.messages m ON m.id = d.message_id GROUP BY 1, 2
                    UNION ALL SELECT day, kind, count FROM %1$s.removed_counts) AS counts
                 GROUP BY 1, 2 ORDER BY 1, 2""".formatted(business.schema()));
    }

    private Api operator() {
        StackDescription.Login login = installation.stack.description().operator();
        return Api.signedIn(installation.url(), new Installation.Person(login.email(), login.password()));
    }
}
