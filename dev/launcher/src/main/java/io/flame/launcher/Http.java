package io.flame.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Talks HTTP with the child processes. */
final class Http {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** An offer of HTTP/2 makes Payara complain when the connection ends. */
    static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private Http() {}

    static int status(String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }
}
