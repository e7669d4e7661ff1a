package io.flame.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BeatTest {

    @Test
    void goesOnWhileAnAnswerIsOutstanding() throws InterruptedException {
        CountDownLatch three = new CountDownLatch(3);
        CountDownLatch answer = new CountDownLatch(1);
        Beat beat = Beat.start(100, call -> {
            three.countDown();
            return call == 0 ? waited(answer) : reply(200);
        });

        three.await();
        answer.countDown();
        beat.close();

        assertThat(beat.failures()).isZero();
        assertThat(beat.samples().count()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void countsWhateverIsNot200() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        Beat beat = Beat.during(Duration.ofMillis(200), 100, call -> reply(calls.incrementAndGet() % 2 == 0 ? 200 : 0));

        assertThat(beat.samples().count()).isEqualTo(calls.get());
        assertThat(beat.failures()).isEqualTo((calls.get() + 1) / 2);
    }

    private static Reply waited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return reply(200);
    }

    private static Reply reply(int status) {
        return new Reply(status, "", "", 1);
    }
}
