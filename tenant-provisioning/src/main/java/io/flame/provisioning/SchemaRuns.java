package io.flame.provisioning;

import io.flame.provisioning.MigrationReport.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Runs over schemas one after the other; one that fails does not keep the others from their turn. */
final class SchemaRuns {
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Consumer<Outcome> progress;

    SchemaRuns(Consumer<Outcome> progress) {
        this.progress = progress;
    }

    /** Whether it succeeded. */
    boolean run(String schema, Runnable action) {
        runUnless(failure -> false, schema, action, error -> {});
        return !outcomes.getLast().failed();
    }

    /**
     * Runs once, and reports it unless it is to be tried again.
     *
     * @param again whether a failure is one that is not reported yet
     * @param noted gets what is reported, so that it can be kept elsewhere too
     * @return whether there is an outcome
     */
    boolean runUnless(
            Predicate<RuntimeException> again, String schema, Runnable action, Consumer<Optional<String>> noted) {
        long start = System.nanoTime();
        Optional<String> error = Optional.empty();
        try {
            action.run();
        } catch (RuntimeException failure) {
            if (again.test(failure)) {
                return false;
            }
            error = Optional.of(failure.getMessage() == null ? failure.toString() : failure.getMessage());
        }
        report(new Outcome(schema, Duration.ofNanos(System.nanoTime() - start), error), noted);
        return true;
    }

    private void report(Outcome outcome, Consumer<Optional<String>> noted) {
        outcomes.add(outcome);
        noted.accept(outcome.error());
        progress.accept(outcome);
    }

    MigrationReport report() {
        return new MigrationReport(List.copyOf(outcomes));
    }
}
