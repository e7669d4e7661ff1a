package io.flame.provisioning;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a tenant comes into being, or goes.
 *
 * @param state {@code waiting}, {@code running}, {@code failed}, {@code done} or {@code undoing}
 * @param attempts how many attempts have failed
 * @param error why the last one failed
 * @param nextAttemptAt when it is tried again by itself; empty when it is not
 * @param steps those that were begun, in their order
 */
public record ProvisioningProgress(
        String tenant,
        String state,
        int attempts,
        Optional<String> error,
        Optional<Instant> nextAttemptAt,
        Instant startedAt,
        Instant updatedAt,
        List<StepProgress> steps) {

    /**
     * One step.
     *
     * @param state {@code running}, {@code failed}, {@code done} or {@code undone}
     * @param attempts how often it was begun
     */
    public record StepProgress(String step, String state, int attempts, Optional<String> error, Instant updatedAt) {}
}
