package io.flame.provisioning;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of each schema. */
public record MigrationReport(List<Outcome> outcomes) {

    /**
     * One schema.
     *
     * @param error why it failed, when it did; the schema is then as it was before the change set that failed
     */
    public record Outcome(String schema, Duration took, Optional<String> error) {
        public boolean failed() {
            return error.isPresent();
        }
    }

    public List<Outcome> failures() {
        return outcomes.stream().filter(Outcome::failed).toList();
    }

    /** 0 when every schema is as wanted, 1 otherwise. */
    public int exitCode() {
        return failures().isEmpty() ? 0 : 1;
    }
}
