package io.flame.provisioning;

import io.flame.provisioning.MigrationReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs over schemas one after the other; one that fails does not keep the others from their turn. */
final class SchemaRuns {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Consumer<Outcome> progress;

    SchemaRuns(Consumer<Outcome> progress) {
        this.progress = progress;
    }

    /** Whether it succeeded. */
    boolean run(String schema, Runnable action) {
        long start = System.nanoTime();
        Optional<String> error = error(action);
        Outcome outcome = new Outcome(schema, Duration.ofNanos(System.nanoTime() - start), error);
        outcomes.add(outcome);
        progress.accept(outcome);
        return !outcome.failed();
    }

    MigrationReport report() {
        return new MigrationReport(List.copyOf(outcomes));
    }

    private static Optional<String> error(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (RuntimeException failure) {
            return Optional.of(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
    }
}
