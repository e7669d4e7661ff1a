package io.flame.api.idempotency;

import io.flame.kernel.Problem;
import io.flame.kernel.ProblemCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Decides whether a request goes on or gets the answer that an earlier one got. */
@ApplicationScoped
public class Idempotency {

    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final AnswerStore store;

    @Inject
    public Idempotency(AnswerStore store) {
        this.store = store;
    }

    /**
     * Empty when the caller is to do the work and then {@link #finish} it; otherwise the answer to repeat.
     *
     * @throws Problem 422 when the key was used for another request, 409 while the first request is still running, or when
     *     it was done and its answer was lost
     */
    Optional<StoredAnswer> begin(Claim claim, byte[] fingerprint) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Duration pause = FIRST_PAUSE;
        while (true) {
            if (store.claim(claim, fingerprint)) {
                return Optional.empty();
            }
            Optional<StoredAnswer> answer = store.find(claim, fingerprint);
            if (answer.isPresent()) {
                return answer;
            }
            if (System.nanoTime() > deadline) {
                throw Problem.of(ProblemCode.CONFLICT, "The first request with this Idempotency-Key is still running");
            }
            rest(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /**
     * Has the effect noted by the transaction that has it, which is this thread's first one that writes: whoever died after
     * that left no work to be taken over.
     */
    void watch(Claim claim) {
        store.settle();
        store.expect(claim);
    }

    /** Keeps the answer, unless trying again may bring a better one. */
    void finish(Claim claim, StoredAnswer answer) {
        store.settle();
        boolean mayBeCured = answer.status() >= 500
                || answer.status() == ProblemCode.RATE_LIMITED.status()
                || answer.status() == ProblemCode.QUOTA_EXCEEDED.status();
        if (mayBeCured) {
            store.release(claim);
            return;
        }
        store.store(claim, answer);
    }

    private static void rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.unavailable("The server is shutting down", Duration.ofSeconds(1), e);
        }
    }
}
