package io.flame.twins;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings webhooks to FLAME, again and again until it takes them, and logs each attempt. */
final class Courier {
    private static final Pattern TRAILING_SLASHES = Pattern.compile("/+$");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final AtomicReference<@Nullable URI> flame;
    private final RequestLog log;
    private final Timing timing;
    private final HttpPoster http;

    Courier(@Nullable URI flame, RequestLog log, Timing timing) {
        this.flame = new AtomicReference<>(flame);
        this.log = log;
        this.timing = timing;
        this.http = new HttpPoster(timing.answer());
    }

    void moveTo(URI url) {
        flame.set(url);
    }

    @Nullable
    URI destination() {
        return flame.get();
    }

    /** Posts once. */
    Answer post(Webhook webhook) {
        return attempt(webhook, 1);
    }

    /** Posts until FLAME answers 2xx, waiting longer and longer in between, as Meta does; the last answer. */
    Answer postUntilTaken(Webhook webhook) {
        Instant end = Instant.now().plus(timing.retryFor());
        Duration wait = timing.firstRetry();
        Answer answer = attempt(webhook, 1);
        for (int attempt = 2; !answer.taken() && Instant.now().isBefore(end); attempt++) {
            Pause.of(jitter(wait));
            answer = attempt(webhook, attempt);
            wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
        }
        return answer;
    }

    private static Duration jitter(Duration wait) {
        return Duration.ofNanos(
                (long) (wait.toNanos() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }

    private Answer attempt(Webhook webhook, int number) {
        Instant start = Instant.now();
        Answer answer = send(webhook, number);
        LogLine line = new LogLine("webhook", webhook.customer(), start)
                .request(webhook.path(), webhook.headers(), webhook.body())
                .status(answer.status())
                .with("tenant", webhook.account().tenant())
                .with("attempt", number)
                .with("ms", Duration.between(start, Instant.now()).toMillis());
        log.append(answer.taken() ? line : line.with("answer", answer.body()));
        return answer;
    }

    private Answer send(Webhook webhook, int number) {
        URI base = flame.get();
        if (base == null) {
            return new Answer(0, "no FLAME is known yet; POST /control/flame tells where it is", number);
        }
        try {
            URI url = URI.create(TRAILING_SLASHES.matcher(base.toString()).replaceAll("") + webhook.path());
            HttpAnswer answer = http.post(url, webhook.headers(), webhook.body());
            return new Answer(answer.status(), answer.body(), number);
        } catch (IOException e) {
            return new Answer(0, "no answer: " + e, number);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Pause.Closing(e);
        }
    }

    void close() {
        http.close();
    }

    /**
     * What FLAME said.
     *
     * @param status 0 when it said nothing
     * @param attempts how often it was asked
     */
    record Answer(int status, String body, int attempts) {

        boolean taken() {
            return status >= 200 && status < 300;
        }
    }
}
