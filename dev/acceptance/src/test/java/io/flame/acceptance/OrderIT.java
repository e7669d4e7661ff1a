package io.flame.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Messages keep their order, and customers their one conversation, under load and faults. */
class OrderIT {

    private static final int CONVERSATIONS = 200;
    private static final int MESSAGES = 20;

    private final Installation installation = Installation.shared();
    private final Business business = installation.open().withNumber();

    @AfterEach
    void providerBehavesAgain() {
        installation.twin().mode("{}");
    }

    @Test
    void keepsTheOrderOfEveryConversationWhileAFifthOfTheSendsFails() throws Exception {
        List<String> phones = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            phones.add("1202555" + (1_000 + i));
        }
        inParallel(phones.stream()
                .<Callable<Void>>map(phone -> () -> {
                    business.post(
                            Business.webhook(business.number(), phone, "wamid.order." + phone, "Hello"),
                            Business.APP_SECRET);
                    return null;
                })
                .toList());
        Map<String, String> conversations = new HashMap<>();
        business.conversations()
                .forEach(each -> conversations.put(
                        each.get("contactPhone").asText(), each.get("id").asText()));
        installation.twin().mode("{\"send\":{\"fail\":\"500\",\"rate\":0.2}}");
        inParallel(phones.stream()
                .<Callable<Void>>map(phone -> () -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        String path = "/api/conversations/" + conversations.get(phone) + "/messages";
                        assertThat(business.admin
                                        .post(path, "{\"content\":\"" + i + "\"}")
                                        .status())
                                .isEqualTo(201);
                    }
                    return null;
                })
                .toList());

        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> business.count("messages WHERE status IN ('queued', 'unknown')") == 0);
        int inversions = 0;
        int messages = 0;
        for (String phone : phones) {
            List<JsonNode> accepted = business.sentTo(phone);
            messages += accepted.size();
            for (int i = 1; i < accepted.size(); i++) {
                inversions += number(accepted.get(i)) <= number(accepted.get(i - 1)) ? 1 : 0;
            }
        }
        System.out.printf(
                "order: %d conversations, %d messages, 20 %% failing sends: %d inversions%n",
                CONVERSATIONS, messages, inversions);
        assertThat(inversions).isZero();
        assertThat(messages).isEqualTo(CONVERSATIONS * MESSAGES);
    }

    @Test
    void neverLetsAFailingConversationDelayAnother() {
        business.customerWrites("12025550111", "Hello");
        business.customerWrites("12025550222", "Hello");
        installation.twin().mode("{\"send\":{\"fail\":\"500\",\"to\":\"12025550111\"}}");
        Map<String, String> conversations = new HashMap<>();
        business.conversations()
                .forEach(each -> conversations.put(
                        each.get("contactPhone").asText(), each.get("id").asText()));
        for (int i = 0; i < 5; i++) {
            for (String phone : List.of("12025550111", "12025550222")) {
                business.admin.post(
                        "/api/conversations/" + conversations.get(phone) + "/messages", "{\"content\":\"" + i + "\"}");
            }
        }

        await().atMost(Duration.ofSeconds(5))
                .until(() -> business.sentTo("12025550222").size() == 5);
        assertThat(business.sentTo("12025550111")).isEmpty();
        installation.twin().mode("{}");
        await().atMost(Duration.ofSeconds(70))
                .until(() -> business.sentTo("12025550111").size() == 5);
    }

    @Test
    void makesOneConversationOfTenPicturesOfANewContactFiftyTimes() throws Exception {
        int single = 0;
        for (int round = 0; round < 50; round++) {
            String phone = "1202555" + (2_000 + round);
            List<Callable<Void>> pictures = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                String body = Business.webhook(business.number(), phone, "wamid.album." + round + "." + i, "picture")
                        .replace(
                                "\"type\":\"text\"",
                                "\"type\":\"image\",\"image\":{\"id\":\"7" + i + "\",\"mime_type\":\"image/png\"}");
                pictures.add(() -> {
                    assertThat(business.post(body, Business.APP_SECRET).status())
                            .isEqualTo(200);
                    return null;
                });
            }
            inParallel(pictures);
            List<String> unread = installation.sql(
                    "SELECT unread_count FROM %s.conversations WHERE contact_phone = ?".formatted(business.schema()),
                    phone);
            single += unread.equals(List.of("10")) ? 1 : 0;
        }
        System.out.printf("album: one conversation of ten pictures, %d times out of 50%n", single);
        assertThat(single).isEqualTo(50);
    }

    private static int number(JsonNode accepted) {
        return Integer.parseInt(accepted.at("/body/text/body").asText());
    }

    private static void inParallel(List<Callable<Void>> tasks) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Void> done : threads.invokeAll(tasks)) {
                done.get();
            }
        }
    }
}
