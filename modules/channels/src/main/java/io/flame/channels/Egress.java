package io.flame.channels;

import io.flame.channels.Egress.NoReply.Why;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * The one way out to providers. Follows no redirects, waits no longer and reads no more than it is told, and says of every
 * failure whether the request can have arrived. Its failures name neither address nor headers.
 */
@ApplicationScoped
class Egress {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    /** A provider's answer. */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int status, HttpHeaders headers, byte[] body) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /** No answer. */
    static final class NoReply extends Exception {

        private static final long serialVersionUID = 1L;

        private final Why why;

        NoReply(String reason, Why why) {
            super(reason, null, false, false);
            this.why = why;
        }

        /** What is known of a call without an answer. */
        enum Why {
            NOT_SENT,
            UNCERTAIN,
            TOO_LONG
        }

        boolean isTooLong() {
            return why == Why.TOO_LONG;
        }

        /** Whether the provider cannot have seen the request. */
        boolean isCertainlyNotSent() {
            return why == Why.NOT_SENT;
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }

    /** @param deadline for all of it, from connecting to the last byte of the answer */
    Reply call(HttpRequest request, Duration deadline, int mostBytes) throws NoReply {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, answer -> new LimitedBody(mostBytes));
        try {
            HttpResponse<byte[]> response = exchange.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new NoReply("no answer within " + deadline.toSeconds() + " s", Why.UNCERTAIN);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            throw new NoReply("this node is shutting down", Why.UNCERTAIN);
        }
    }

    private static NoReply failure(Throwable cause) {
        return switch (cause) {
            case HttpConnectTimeoutException e -> new NoReply("no connection within 2 s", Why.NOT_SENT);
            case ConnectException e ->
                new NoReply(
                        e.getCause() instanceof UnresolvedAddressException ? "unknown host" : "connection refused",
                        Why.NOT_SENT);
            case UnresolvedAddressException e -> new NoReply("unknown host", Why.NOT_SENT);
            case SSLHandshakeException e -> new NoReply("no secure connection", Why.NOT_SENT);
            case LimitedBody.TooLong e -> new NoReply("the answer is too long", Why.TOO_LONG);
            case IOException e ->
                new NoReply("the connection broke: " + e.getClass().getSimpleName(), Why.UNCERTAIN);
            default -> new NoReply("the call failed: " + cause.getClass().getSimpleName(), Why.UNCERTAIN);
        };
    }
}
