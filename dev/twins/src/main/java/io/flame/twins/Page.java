package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** The page on which a person plays the customer. */
final class Page {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=UTF-8",
            "css", "text/css; charset=UTF-8",
            "js", "text/javascript; charset=UTF-8",
            "svg", "image/svg+xml");

    private final World world;
    private final List<Channel> channels;
    private final Deliveries deliveries;

    Page(World world, List<Channel> channels, Deliveries deliveries) {
        this.world = world;
        this.channels = channels;
        this.deliveries = deliveries;
    }

    /** Answers the call if it is one of the page's. */
    boolean answer(Call call) throws IOException {
        if (call.is("GET", "/") || call.is("GET", "/favicon.ico")) {
            show(call, call.path().length() == 1 ? "index.html" : "icon.svg");
            return true;
        }
        if (!call.segment(0).equals("page")) {
            return false;
        }
        switch (call.method() + " " + call.segment(1)) {
            case "GET events" -> world.events().stream(call, this::snapshot);
            case "GET media" -> picture(call);
            case "POST media" -> call.reply(200, Json.object().put("mediaId", upload(call)));
            case "POST send" -> send(call);
            case "POST read" -> read(call);
            default -> show(call, call.segment(1));
        }
        return true;
    }

    private static void show(Call call, String name) throws IOException {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
        try (InputStream file = Page.class.getResourceAsStream("page/" + name)) {
            if (file == null || type.isEmpty()) {
                call.reply(404, Json.object().put("error", "no such page"));
                return;
            }
            call.answerHeaders().set("Content-Security-Policy", POLICY);
            call.answerHeaders().set("X-Content-Type-Options", "nosniff");
            call.answerHeaders().set("Cache-Control", "no-cache");
            call.reply(200, type, file.readAllBytes());
        }
    }

    /** The browser shows a customer's file without the provider's token; never as anything but a picture. */
    private void picture(Call call) throws IOException {
        MediaFile file = world.media().get(call.segment(2));
        boolean image = file.mimeType().matches("image/(png|jpeg|gif|webp)");
        call.answerHeaders().set("X-Content-Type-Options", "nosniff");
        call.reply(200, image ? file.mimeType() : "application/octet-stream", file.bytes());
    }

    private String upload(Call call) {
        if (call.body().length == 0) {
            throw new BadOrder("the file is empty");
        }
        return world.media().keep(new MediaFile(call.header("Content-Type").orElse("image/png"), call.body()));
    }

    private void send(Call call) throws IOException {
        JsonNode body = call.requireJson();
        Account account = account(body);
        JsonNode order = body.path("order");
        Letter letter = channel(account).letter(account, order);
        deliveries.send(letter, order.path("name").asText(""));
        call.reply(202, Json.object().put("id", letter.message().id()));
    }

    private void read(Call call) throws IOException {
        JsonNode body = call.requireJson();
        Account account = account(body);
        channel(account).seen(account, body.path("customer").asText(""));
        call.reply(202, Json.object());
    }

    private Account account(JsonNode body) {
        return world.accounts()
                .find(AccountKey.parse(body.path("account").asText("")))
                .orElseThrow(() -> new BadOrder("this account is not connected"));
    }

    private Channel channel(Account account) {
        return channels.stream()
                .filter(channel -> channel.platform().equals(account.platform()))
                .findFirst()
                .orElseThrow(() -> new BadOrder("no twin plays '" + account.platform() + "'"));
    }

    private ObjectNode snapshot() {
        ObjectNode snapshot = Json.object().put("type", "snapshot");
        snapshot.put("flame", String.valueOf(world.courier().destination()));
        ArrayNode accounts = snapshot.putArray("accounts");
        world.accounts().all().stream()
                .filter(account ->
                        channels.stream().anyMatch(one -> one.platform().equals(account.platform())))
                .forEach(account -> accounts.add(describe(account)));
        snapshot.set("chats", world.chats().json());
        return snapshot;
    }

    private static ObjectNode describe(Account account) {
        return Json.object()
                .put("key", account.key().toString())
                .put("tenant", account.tenant())
                .put("platform", account.platform())
                .put("phone", account.phone())
                .put("name", account.title());
    }
}
