package io.flame.twins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;

/** The API with which tests and the launcher steer the twins and watch what FLAME asks of them. */
final class Control {
    private static final int BUFFER = 1 << 16;

    private final World world;
    private final List<Channel> channels;
    private final Deliveries deliveries;

    Control(World world, List<Channel> channels, Deliveries deliveries) {
        this.world = world;
        this.channels = channels;
        this.deliveries = deliveries;
    }

    /** Answers the call if it is one of this API's. */
    boolean answer(Call call) throws IOException {
        switch (call.method() + " /" + call.segment(0)) {
            case "GET /log" -> showLog(call);
            case "DELETE /log" -> clearLog(call);
            case "GET /mode" -> call.reply(200, world.mode().source());
            case "POST /mode", "PUT /mode" -> changeMode(call);
            case "POST /dns" -> publish(call);
            case "POST /deliver" -> call.reply(200, deliveries.deliver(channel(call.segment(1)), call.requireJson()));
            case "GET /control", "POST /control" -> setUp(call);
            case "GET /health" -> call.reply(200, Json.object().put("status", "UP"));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void showLog(Call call) throws IOException {
        long after = call.query("after")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
        try (OutputStream out = new BufferedOutputStream(call.stream("application/json; charset=UTF-8"), BUFFER)) {
            world.log().write(out, call.query("kind"), call.query("to"), after);
        }
    }

    private void clearLog(Call call) throws IOException {
        world.log().clear();
        call.reply(204, "application/json", new byte[0]);
    }

    private void changeMode(Call call) throws IOException {
        Mode mode = Mode.parse(call.requireJson());
        world.modes().change(mode);
        call.reply(200, mode.source());
    }

    private void publish(Call call) throws IOException {
        JsonNode order = call.requireJson();
        world.names().publish(order.path("name").asText(), order.path("text").asText());
        call.reply(200, order);
    }

    private Channel channel(String platform) {
        return channels.stream()
                .filter(channel -> channel.platform().equals(platform))
                .findFirst()
                .orElseThrow(() -> new BadOrder("no twin plays '" + platform + "'"));
    }

    private void setUp(Call call) throws IOException {
        switch (call.method() + " " + call.segment(1)) {
            case "GET accounts" -> showAccounts(call);
            case "POST accounts" -> addAccounts(call);
            case "POST flame" -> moveFlame(call);
            default -> call.reply(404, Json.object().put("error", "no such control: " + call.path()));
        }
    }

    private void addAccounts(Call call) throws IOException {
        world.accounts().add(Accounts.parse(call.requireJson()));
        world.events().publish(() -> Json.object().put("type", "changed"));
        showAccounts(call);
    }

    private void showAccounts(Call call) throws IOException {
        call.reply(200, Json.MAPPER.valueToTree(world.accounts().all()));
    }

    private void moveFlame(Call call) throws IOException {
        JsonNode url = call.requireJson().path("url");
        world.courier().moveTo(flameUrl(url.asText("")));
        world.events().publish(() -> Json.object().put("type", "changed"));
        call.reply(200, Json.object().set("url", url));
    }

    static URI flameUrl(String text) {
        try {
            URI url = URI.create(text);
            if (url.getHost() != null && "http".equals(url.getScheme())) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new BadOrder("not a URL: '" + text + "'");
        }
        throw new BadOrder("an http:// URL is needed, not '" + text + "'");
    }
}
