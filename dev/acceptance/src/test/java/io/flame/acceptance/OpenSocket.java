package io.flame.acceptance;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A signed-in Socket.IO client that only waits until it is sent away. */
final class OpenSocket implements WebSocket.Listener {
    final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final CompletableFuture<Boolean> signedIn = new CompletableFuture<>();
    private final String token;
    private final StringBuilder text = new StringBuilder();

    OpenSocket(String url, String token) {
        this.token = token;
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"), this)
                .join();
        await().until(signedIn::isDone);
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        socket.request(1);
        if (last) {
            heard(socket, text.toString());
            text.setLength(0);
        }
        return null;
    }

    private void heard(WebSocket socket, String packet) {
        if (packet.startsWith("0")) {
            socket.sendText("40{\"token\":\"" + token + "\"}", true);
        } else if (packet.startsWith("2")) {
            socket.sendText("3", true);
        } else if (packet.startsWith("40")) {
            signedIn.complete(true);
        } else if (packet.startsWith("41")) {
            closed.complete(true);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(true);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        closed.complete(true);
    }
}
