package io.flame.kernel.audit;

import org.jspecify.annotations.Nullable;

/**
 * One thing to be written down.
 *
 * @param action the operation, such as {@code PUT /api/assistants/{id}}
 * @param target the id of what it was done to, as far as it is known
 * @param status the HTTP status of the answer; null where it was written together with the change, before any answer
 */
public record AuditEntry(
        AuditActor actor,
        String action,
        @Nullable String target,
        AuditOrigin origin,
        AuditOutcome outcome,
        @Nullable Integer status) {

    private static final int MOST_TEXT = 200;

    public AuditEntry {
        target = AuditText.cut(target, MOST_TEXT);
    }

    /** What is going to be done, before anybody knows how it ends. */
    public static AuditEntry intended(AuditActor actor, String action, @Nullable String target, AuditOrigin origin) {
        return new AuditEntry(actor, action, target, origin, AuditOutcome.DONE, null);
    }

    public AuditEntry by(AuditActor other) {
        return new AuditEntry(other, action, target, origin, outcome, status);
    }

    public AuditEntry onto(@Nullable String other) {
        return new AuditEntry(actor, action, other, origin, outcome, status);
    }

    /** The same for what had no answer over HTTP. */
    public AuditEntry ended(AuditOutcome how) {
        return new AuditEntry(actor, action, target, origin, how, null);
    }

    /** The same with the answer that was given. */
    public AuditEntry answered(int answer) {
        return new AuditEntry(actor, action, target, origin, AuditOutcome.of(answer), answer);
    }
}
