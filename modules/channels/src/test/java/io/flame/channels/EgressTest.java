package io.flame.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.flame.channels.Egress.NoReply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EgressTest {

    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final Egress egress = new Egress();

    @Test
    void doesNotKnowWhetherAnUnansweredRequestArrived() {
        CountDownLatch done = new CountDownLatch(1);
        assertThat(failure(exchange -> await(done), done).isCertainlyNotSent()).isFalse();
    }

    @Test
    void waitsForTheLastByteNoLongerThanForTheFirst() {
        CountDownLatch done = new CountDownLatch(1);
        NoReply failure = failure(
                exchange -> {
                    exchange.sendResponseHeaders(200, 10);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    await(done);
                },
                done);
        assertThat(failure.isCertainlyNotSent()).isFalse();
        assertThat(failure.isTooLong()).isFalse();
    }

    private NoReply failure(FakeGraph.Behaviour behaviour, CountDownLatch done) {
        try (FakeGraph graph = new FakeGraph()) {
            graph.does(behaviour);
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(graph.url())).GET().build();
            NoReply failure = catchThrowableOfType(NoReply.class, () -> egress.call(request, DEADLINE, 100));
            done.countDown();
            return failure;
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
