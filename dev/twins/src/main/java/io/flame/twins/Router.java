package io.flame.twins;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Finds out which of the outside parties a call is for. */
final class Router implements HttpHandler {
    private final Page page;
    private final Control control;
    private final List<Channel> channels;

    Router(World world, List<Channel> channels) {
        Deliveries deliveries = new Deliveries(world);
        this.page = new Page(world, channels, deliveries);
        this.control = new Control(world, channels, deliveries);
        this.channels = channels;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Call call = new Call(exchange);
            answer(call);
        } catch (Pause.Closing e) {
            // Closing the exchange is all that is left to do for this caller.
            return;
        }
    }

    private void answer(Call call) throws IOException {
        try {
            if (control.answer(call) || page.answer(call)) {
                return;
            }
            Optional<Channel> provider =
                    channels.stream().filter(channel -> channel.serves(call)).findFirst();
            if (provider.isPresent()) {
                provider.get().serve(call);
                return;
            }
            call.reply(404, Json.object().put("error", "nobody plays " + call.path()));
        } catch (BadOrder e) {
            call.reply(400, Json.object().put("error", e.getMessage()));
        }
    }
}
