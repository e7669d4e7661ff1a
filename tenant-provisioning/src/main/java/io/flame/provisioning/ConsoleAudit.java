package io.flame.provisioning;

import io.flame.kernel.Ids;
import io.flame.kernel.Problem;
import io.flame.kernel.audit.AuditActor;
import io.flame.kernel.audit.AuditEntry;
import io.flame.kernel.audit.AuditLog;
import io.flame.kernel.audit.AuditOrigin;
import io.flame.kernel.audit.AuditOutcome;
import io.flame.kernel.persistence.Ride;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what is done from the command line: by which login of which machine is all that is known. The entry comes with
 * the first row that the deed writes, or after it where it writes none; how a deed has failed follows in another one.
 */
record ConsoleAudit(AuditLog log) {

    <T> T around(String action, @Nullable String target, Supplier<T> deed) {
        AuditActor actor = new AuditActor("operator", System.getProperty("user.name"), null, "operator");
        AuditOrigin origin = new AuditOrigin("console", "flame", Ids.next().toString());
        AuditEntry entry = AuditEntry.intended(actor, action, target, origin);
        Ride ride = log.expect(null, entry);
        T result;
        try {
            result = deed.get();
        } catch (RuntimeException failure) {
            told(failure, entry);
            throw failure;
        } finally {
            log.settle();
        }
        if (!ride.isDone()) {
            log.append(null, entry);
        }
        return result;
    }

    /** Why it failed is what whoever gave the command must see, whether it can be written down or not. */
    private void told(RuntimeException failure, AuditEntry entry) {
        log.settle();
        try {
            log.append(null, entry.ended(outcome(failure)));
        } catch (RuntimeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    private static AuditOutcome outcome(RuntimeException failure) {
        return failure instanceof Problem problem
                ? AuditOutcome.of(problem.code().status())
                : AuditOutcome.FAILED;
    }
}
