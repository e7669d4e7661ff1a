package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Customers' messages on their way to FLAME, ordered by a test or typed at the page. */
final class Deliveries {
    private static final List<String> KEYS = List.of(
            "tenant",
            "externalId",
            "from",
            "userId",
            "name",
            "text",
            "type",
            "timestamp",
            "id",
            "contextId",
            "title",
            "payload",
            "caption",
            "filename",
            "mediaId",
            "mimeType",
            "data",
            "voice",
            "latitude",
            "longitude",
            "phone",
            "message",
            "repeat",
            "parallel",
            "retry",
            "signature");
    private static final String SIGNATURE = "X-Hub-Signature-256";

    private final World world;

    Deliveries(World world) {
        this.world = world;
    }

    /** Does what {@code POST /deliver/{platform}} orders, and tells what FLAME answered. */
    ObjectNode deliver(Channel channel, JsonNode order) {
        Keys.check("deliver", order, KEYS);
        Account account = world.accounts()
                .require(
                        channel.platform(),
                        order.path("tenant").asText(""),
                        order.path("externalId").asText(""));
        Letter letter = channel.letter(account, order);
        show(letter, order.path("name").asText(""));
        Webhook webhook = tamper(letter.webhook(), order.path("signature").asText("valid"));
        int times = (int) Keys.number(order, "repeat", 1, 1);
        List<Courier.Answer> answers = order.path("parallel").asBoolean()
                ? inParallel(webhook, times, order.path("retry").asBoolean())
                : IntStream.range(0, times)
                        .mapToObj(any -> post(webhook, order.path("retry").asBoolean()))
                        .toList();
        tick(letter, answers.get(answers.size() - 1));
        return report(letter, answers);
    }

    /** Lets FLAME have the letter, patiently, without waiting for it. */
    void send(Letter letter, String name) {
        show(letter, name);
        world.later(Pause.NONE, () -> {
            Courier.Answer first = world.courier().post(letter.webhook());
            tick(letter, first);
            if (!first.taken()) {
                tick(letter, world.courier().postUntilTaken(letter.webhook()));
            }
        });
    }

    private void show(Letter letter, String name) {
        world.chats().add(letter.chat(), name, letter.message());
    }

    private void tick(Letter letter, Courier.Answer answer) {
        world.chats().advance(letter.chat(), letter.message().id(), answer.taken() ? "sent" : "refused");
    }

    private Courier.Answer post(Webhook webhook, boolean patiently) {
        return patiently
                ? world.courier().postUntilTaken(webhook)
                : world.courier().post(webhook);
    }

    private List<Courier.Answer> inParallel(Webhook webhook, int times, boolean patiently) {
        List<Future<Courier.Answer>> posts = IntStream.range(0, times)
                .mapToObj(any -> world.background().submit(() -> post(webhook, patiently)))
                .toList();
        return posts.stream().map(Deliveries::await).toList();
    }

    private static Courier.Answer await(Future<Courier.Answer> post) {
        try {
            return post.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pause.Closing(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Webhook tamper(Webhook webhook, String signature) {
        Map<String, String> headers = new HashMap<>(webhook.headers());
        switch (signature) {
            case "valid" -> {
                return webhook;
            }
            case "missing" -> headers.remove(SIGNATURE);
            case "wrong" -> headers.put(SIGNATURE, Signature.of("not the secret", webhook.body()));
            default -> throw new BadOrder("signature must be valid, wrong or missing, not '" + signature + "'");
        }
        return webhook.withHeaders(headers);
    }

    private static ObjectNode report(Letter letter, List<Courier.Answer> answers) {
        Courier.Answer last = answers.get(answers.size() - 1);
        ObjectNode report = Json.object()
                .put("status", last.status())
                .put("id", letter.message().id())
                .put(
                        "attempts",
                        answers.stream().mapToInt(Courier.Answer::attempts).sum());
        report.putArray("ids").add(letter.message().id());
        answers.forEach(answer -> report.withArray("statuses").add(answer.status()));
        return last.taken() ? report : report.put("answer", last.body());
    }
}
