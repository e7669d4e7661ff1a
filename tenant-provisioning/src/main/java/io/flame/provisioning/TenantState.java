package io.flame.provisioning;

import java.util.List;
import java.util.Optional;

/**
 * How far a tenant has got.
 *
 * @param schemaVersion the change set that was last applied to its schema
 * @param steps one for each {@link Step}, in their order
 */
public record TenantState(TenantSummary tenant, Optional<String> schemaVersion, List<StepState> steps) {

    /** @param detail what is there, or what is missing */
    public record StepState(Step step, boolean done, String detail) {}

    /** Whether nothing is missing. */
    public boolean complete() {
        return steps.stream().allMatch(StepState::done);
    }
}
